package ai.matey.autoconfigure.together.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.autoconfigure.together.pacing.TogetherPacingAutoConfiguration;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.observation.BackendMeters;
import ai.matey.observation.BoundedNames;
import ai.matey.observation.GenAiMeterObservationHandler;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
class TogetherMetricsAutoConfigurationTests {

	@Test
	void aStreamIsMeasuredWithoutTracing(FakeTogether fake) {
		ObservedContexts.runner(fake).run((context) -> {
			stream(context);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Timer duration = meters.get("gen_ai.client.operation.duration").tag("server.address", "localhost").timer();
			assertThat(duration.count()).isEqualTo(1);
			assertThat(duration.takeSnapshot().histogramCounts()).hasSize(14);
			assertThat(meters.get("gen_ai.client.operation.time_to_first_chunk").timer().count()).isEqualTo(1);
			assertThat(meters.get("gen_ai.client.operation.time_per_output_chunk").timer().count()).isPositive();
			assertThat(meters.get("gen_ai.client.token.usage").summaries()).hasSizeGreaterThanOrEqualTo(2);
			assertThat(meters.get("together.client.streams.active").gauge().value()).isZero();
			assertThat(meters.get("http.client.requests").timer().count()).isEqualTo(1);
		});
	}

	@Test
	void clientsAreToldApart(FakeTogether fake) {
		fake.enqueue(Reply.status(429).header("x-ratelimit-limit", "10").error("rate_limit", "Slow down"));
		ObservedContexts.runner(fake)
			.withPropertyValues("together.clients.fast.default-model=meta-llama/Llama-3.3-70B-Instruct-Turbo",
					"together.clients.fast.http.metrics=true")
			.run((context) -> {
				BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class, "fast")
					.chat(IRChatRequest.of("Hello!"))
					.onErrorComplete()
					.block(ObservedContexts.TIMEOUT);
				stream(context);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("together.client.ratelimit.rejected").counters()).singleElement()
					.satisfies((counter) -> assertThat(counter.getId().getTag("client")).isEqualTo("fast"));
				assertThat(meters.get("together.client.ratelimit.limit").tag("client", "fast").gauge().value())
					.isEqualTo(10);
				assertThat(meters.get("together.client.streams.active").tag("client", "default").gauge().value())
					.isZero();
				assertThat(meters.get("reactor.netty.connection.provider.total.connections").gauges())
					.extracting((gauge) -> gauge.getId().getTag("name"))
					.containsOnly("together-fast");
			});
	}

	@Test
	void pacedModelsEarnTheirTagsByASuccess(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withConfiguration(AutoConfigurations.of(TogetherPacingAutoConfiguration.class))
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				for (int i = 0; i < BoundedNames.DEFAULT_LIMIT; i++) {
					bridge.chat(IRChatRequest.of("Hello!").mutate().model("made-up/" + i).build())
						.onErrorComplete()
						.block(ObservedContexts.TIMEOUT);
				}
				stream(context);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				for (String name : List.of("rate", "concurrency", "queue")) {
					assertThat(meters.get("together.client.pacing." + name).gauges())
						.extracting((gauge) -> gauge.getId().getTag("model"))
						.containsOnly("meta-llama/Llama-3.3-70B-Instruct-Turbo");
				}
			});
	}

	@Test
	void theApplicationsBucketsWin(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("management.metrics.distribution.slo.gen_ai.client.operation.duration=1s,10s")
			.run((context) -> {
				stream(context);
				Timer duration = context.getBean(MeterRegistry.class).get("gen_ai.client.operation.duration").timer();
				assertThat(duration.takeSnapshot().histogramCounts())
					.extracting((bucket) -> bucket.bucket(TimeUnit.SECONDS))
					.containsExactly(1.0, 10.0);
			});
	}

	@Test
	void thePoolOfConnectionsHasMetersIfAskedFor(FakeTogether fake) {
		ObservedContexts.runner(fake).withPropertyValues("together.http.metrics=true").run((context) -> {
			stream(context);
			assertThat(context.getBean(MeterRegistry.class)
				.get("reactor.netty.connection.provider.total.connections")
				.tag("name", "together-default")
				.gauge()
				.value()).isEqualTo(1);
		});
		ObservedContexts.runner(fake).run((context) -> {
			stream(context);
			assertThat(context.getBean(MeterRegistry.class)
				.find("reactor.netty.connection.provider.total.connections")
				.gauge()).isNull();
		});
	}

	@Test
	void isNotThereWithoutMicrometersCore(FakeTogether fake) {
		ObservedContexts.plain(fake).withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TogetherMetricsAutoConfiguration.class);
			stream(context);
		});
	}

	@Test
	void isNotThereWithoutARegistry(FakeTogether fake) {
		ObservedContexts.plain(fake).run((context) -> {
			assertThat(context).doesNotHaveBean(BackendMeters.class)
				.doesNotHaveBean(GenAiMeterObservationHandler.class);
			stream(context);
		});
	}

	private static void stream(AssertableApplicationContext context) {
		assertThat(context.getBean(Bridge.class)
			.chatStream(IRChatRequest.of("Hello!").mutate().model("meta-llama/Llama-3.3-70B-Instruct-Turbo").build())
			.collectList()
			.block(ObservedContexts.TIMEOUT)).isNotEmpty();
	}

}
