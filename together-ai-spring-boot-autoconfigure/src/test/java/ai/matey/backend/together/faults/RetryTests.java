package ai.matey.backend.together.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.util.DisconnectedClientHelper;

import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRDeadlines;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What goes over the wire when a request is sent again, and keys that cannot be had.
 */
class RetryTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void attemptsAreCountedAndOtherwiseAlike(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.status(503), Reply.status(500), Reply.text("At last."));
			assertThat(rig.text(streamed)).isEqualTo("At last.");
			List<RecordedRequest> sent = rig.server().requests();
			assertThat(sent).extracting((request) -> request.header("x-retry-count")).containsExactly(null, "1", "2");
			assertThat(sent).extracting(RecordedRequest::attempt).containsExactly(1, 2, 3);
			assertThat(sent).extracting(RecordedRequest::body).containsOnly(sent.get(0).body());
			assertThat(rig.events().retries()).containsExactly(Duration.ofMillis(1), Duration.ofMillis(1));
			assertThat(rig.events().started()).isOne();
			rig.assertClean();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestHasItsOwnNumberOfAttempts(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(4, Reply.status(503));
			rig.server().enqueue(Reply.text("At last."), Reply.status(503));
			assertThat(text(rig, Rig.request().mutate().maxAttempts(5).build().mutate().build(), streamed))
				.isEqualTo("At last.");
			assertThat(rig.server().requests()).hasSize(5);
			IRChatRequest once = Rig.request().mutate().maxAttempts(1).build();
			assertThat(catchThrowableOfType(AdapterException.class, () -> text(rig, once, streamed)).status())
				.isEqualTo(503);
			assertThat(rig.server().requests()).hasSize(6);
			rig.assertClean();
		}
	}

	@Test
	void requestIsSentAtLeastOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> Rig.request().mutate().maxAttempts(0).build())
			.withMessageContaining("maxAttempts");
	}

	private static String text(Rig rig, IRChatRequest request, boolean streamed) {
		return streamed ? Rig.text(rig.together().executeStream(request).collectList().block(Await.PATIENCE))
				: rig.together().execute(request).block(Await.PATIENCE).text();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void latencyCountsFromTheFirstAttempt(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.status(503).header("retry-after-ms", "300"), Reply.text("Hello."));
			IRChatResponse response = streamed ? rig.stream()
				.ofType(IRStreamChunk.Done.class)
				.map(IRStreamChunk.Done::response)
				.blockLast(Await.PATIENCE) : rig.chat().block(Await.PATIENCE);
			assertThat(response.metadata().attempts()).isEqualTo(2);
			assertThat(response.metadata().latency()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
	}

	@Test
	void waitThatTheTotalDeadlineWouldCutIsNotBegun() {
		TogetherRetry slow = new TogetherRetry(3, Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 0,
				Duration.ofMinutes(1));
		IRDeadlines deadlines = Rig.LONG.withTotal(Duration.ofSeconds(15));
		try (Rig rig = Rig.setup().retry(slow).deadlines(deadlines).start()) {
			rig.server().when((request) -> true).always(Reply.status(503));
			long start = System.nanoTime();
			AdapterException failure = catchThrowableOfType(AdapterException.class, () -> rig.text(true));
			assertThat(failure).isInstanceOf(ProviderException.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_OVERLOADED);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(14));
			assertThat(rig.events().retries()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fails", "is cut off", "throws", "is null", "is blank", "is empty", "has a line break" })
	void keyThatCannotBeHad(String how) {
		try (Rig rig = Rig.setup().builder((builder) -> builder.apiKeySupplier(() -> key(how))).start()) {
			AdapterException failure = catchThrowableOfType(AdapterException.class, () -> rig.text(false));
			assertThat(failure).isInstanceOf(AuthenticationException.class)
				.hasMessageContaining("nothing was sent")
				.hasMessageNotContaining("smuggled");
			assertThat(failure.code()).isEqualTo(switch (how) {
				case "has a line break" -> ErrorCode.INVALID_API_KEY;
				case "is blank", "is empty" -> ErrorCode.MISSING_API_KEY;
				default -> ErrorCode.API_KEY_UNAVAILABLE;
			});
			assertThat(failure.isRetryable()).isEqualTo(failure.code() == ErrorCode.API_KEY_UNAVAILABLE);
			assertThat(DisconnectedClientHelper.isClientDisconnectedException(failure)).isFalse();
			assertThat(rig.server().requests()).isEmpty();
			assertThat(rig.events().finished()).isOne();
		}
	}

	private static Mono<String> key(String how) {
		return switch (how) {
			case "fails" -> Mono.error(new IllegalArgumentException("no vault"));
			case "is cut off" -> Mono.error(new IOException("Connection reset by peer"));
			case "throws" -> throw new IllegalStateException("no vault");
			case "is null" -> null;
			case "is blank" -> Mono.just("  ");
			case "has a line break" -> Mono.just("key\r\nx-smuggled: 1");
			default -> Mono.empty();
		};
	}

}
