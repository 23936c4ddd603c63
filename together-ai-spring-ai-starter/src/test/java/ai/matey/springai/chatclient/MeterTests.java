package ai.matey.springai.chatclient;

import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.embedding.EmbeddingModel;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each call is counted once: durations and tokens of chats by the bridge, calls of
 * ChatClient and its advisors by Spring AI.
 */
@SpringAiTest
class MeterTests {

	private final ChatClient chatClient;

	private final EmbeddingModel embeddingModel;

	private final FakeTogether fake;

	private final MeterRegistry meters;

	MeterTests(ChatClient.Builder builder, EmbeddingModel embeddingModel, FakeTogether fake, MeterRegistry meters) {
		this.chatClient = builder.build();
		this.embeddingModel = embeddingModel;
		this.fake = fake;
		this.meters = meters;
	}

	@BeforeEach
	void clear() {
		this.meters.clear();
	}

	@Test
	void aCallIsCountedOnce() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		this.chatClient.prompt("Hello!").call().content();
		countedOnce();
	}

	@Test
	void aStreamIsCountedOnce() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		this.chatClient.prompt("Hello!").stream().content().blockLast();
		countedOnce();
	}

	private void countedOnce() {
		assertThat(this.meters.get("gen_ai.client.operation.duration").timer().count()).isEqualTo(1);
		assertThat(names()).doesNotContain("gen_ai.client.operation");
		assertThat(this.meters.find("gen_ai.client.token.usage").counters()).isEmpty();
		assertThat(
				this.meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "input").summary().totalAmount())
			.isEqualTo(3);
		assertThat(
				this.meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "output").summary().totalAmount())
			.isEqualTo(2);
		assertThat(this.meters.get("spring.ai.chat.client").timer().count()).isEqualTo(1);
	}

	@Test
	void embeddingsAreTimedOnce() {
		this.embeddingModel.embed("Hello!");
		long timed = this.meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getType() == Meter.Type.TIMER)
			.filter((meter) -> meter.getId().getName().startsWith("gen_ai.client.operation"))
			.mapToLong((meter) -> Objects.requireNonNull(this.meters.find(meter.getId().getName()).timer()).count())
			.sum();
		assertThat(timed).isEqualTo(1);
	}

	private List<String> names() {
		return this.meters.getMeters().stream().map((meter) -> meter.getId().getName()).toList();
	}

}
