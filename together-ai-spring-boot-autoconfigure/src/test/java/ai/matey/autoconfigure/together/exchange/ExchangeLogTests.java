package ai.matey.autoconfigure.together.exchange;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log is bounded, and so is what running calls hold that it has forgotten.
 */
class ExchangeLogTests {

	private final ExchangeLog log = new ExchangeLog("default", 2, 1000);

	@Test
	void runningCallHoldsNothingThatIsForgotten() {
		ExchangeRecording running = begin();
		running.sent(new byte[100]);
		running.received(new byte[100]);
		assertThat(running.snapshot().responseBody()).hasSize(100);
		begin();
		begin();
		running.received(new byte[1]);
		assertHoldsNothing(running);
		assertThat(this.log.size()).isZero();
	}

	@Test
	void runningCallHoldsNothingThatIsCleared() {
		ExchangeRecording running = begin();
		running.sent(new byte[100]);
		running.received(new byte[100]);
		this.log.clear();
		running.received(new byte[1]);
		assertHoldsNothing(running);
		assertThat(this.log.size()).isZero();
	}

	@Test
	void sizeIsWhatTheKeptExchangesHold() {
		ExchangeLog log = new ExchangeLog("default", 10, 1000);
		for (int i = 0; i < 100; i++) {
			ExchangeRecording oldest = log.begin("POST", "/v1/chat/completions", Map.of());
			oldest.received(new byte[100]);
			for (int j = 0; j < 4; j++) {
				log.begin("POST", "/v1/chat/completions", Map.of()).received(new byte[225]);
			}
			oldest.received(new byte[50]);
			assertThat(log.size())
				.isEqualTo(log.exchanges().stream().mapToLong((kept) -> kept.responseBody().length()).sum());
		}
	}

	private ExchangeRecording begin() {
		return this.log.begin("POST", "/v1/chat/completions", Map.of());
	}

	private static void assertHoldsNothing(ExchangeRecording recording) {
		Exchange exchange = recording.snapshot();
		assertThat(exchange.requestBody()).isNull();
		assertThat(exchange.responseBody()).isEmpty();
		assertThat(exchange.truncated()).isTrue();
	}

}
