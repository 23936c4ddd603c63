package ai.matey.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import ai.matey.sample.Gateway.Events;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway is stopped while it answers.
 */
class ShutdownTests {

	@Test
	void streamThatGoesOnEndsWithAnErrorAndNotInMidAir() throws Exception {
		try (FakeTogether fake = FakeTogether.start()) {
			ConfigurableApplicationContext context = start(fake, "500ms");
			Gateway gateway = new Gateway(
					context.getBean(Environment.class).getProperty("local.server.port", int.class));
			fake.enqueue(Reply.stream().pace(Duration.ofMillis(20)).tokens("word ".repeat(1000)));
			try (Events events = gateway.stream(Gateway.HELLO_STREAM)) {
				assertThat(Events.content(events.next())).isEqualTo("word");
				CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
				List<String> rest = events.rest();
				assertThat(rest).doesNotContain("[DONE]");
				assertThat(Gateway.json(rest.get(rest.size() - 1)).at("/error/message").stringValue())
					.contains("together.shutdown-grace");
				closed.get(20, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void streamThatEndsInTimeIsWhole() throws Exception {
		try (FakeTogether fake = FakeTogether.start()) {
			ConfigurableApplicationContext context = start(fake, "20s");
			Gateway gateway = new Gateway(
					context.getBean(Environment.class).getProperty("local.server.port", int.class));
			fake.enqueue(Reply.stream().pace(Duration.ofMillis(20)).tokens("word ".repeat(20)).finish("stop").done());
			try (Events events = gateway.stream(Gateway.HELLO_STREAM)) {
				assertThat(Events.content(events.next())).isEqualTo("word");
				CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
				assertThat(events.rest()).last().isEqualTo("[DONE]");
				closed.get(20, TimeUnit.SECONDS);
			}
		}
	}

	private static ConfigurableApplicationContext start(FakeTogether fake, String grace) {
		return new SpringApplicationBuilder(SampleApplication.class)
			.properties("server.port=0", "together.api-key=some-key", "together.base-url=" + fake.baseUrl(),
					"together.shutdown-grace=" + grace, "spring.lifecycle.timeout-per-shutdown-phase=5s")
			.run();
	}

}
