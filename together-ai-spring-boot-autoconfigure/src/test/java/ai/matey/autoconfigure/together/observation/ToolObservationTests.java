package ai.matey.autoconfigure.together.observation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.observation.GenAiObservationContext;
import ai.matey.observation.ToolObservationContext;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of tools in traces and meters.
 */
@FakeTogetherTest
class ToolObservationTests {

	private static final String NAME = "gen_ai.execute_tool";

	private static final IRChatRequest REQUEST = IRChatRequest.builder()
		.model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
		.user("What time is it?")
		.build();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callsAreBelowTheCallToTheModelThatAskedForThem(boolean streamed, FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}").toolCall("now", "{}"), Reply.toolCall("now", "{}"),
				Reply.text("Noon."));
		AtomicReference<@Nullable Observation> inTool = new AtomicReference<>();
		runner(fake).run((context) -> {
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			Tool now = Tool.of("now", "The time", () -> {
				inTool.set(registry.getCurrentObservation());
				return "noon";
			});
			Observation caller = Observation.start("caller", registry);
			caller.scoped(() -> run(context, streamed, now));
			caller.stop();
			assertThat(registry).hasNumberOfObservationsWithNameEqualTo(NAME, 3)
				.hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation.duration", 3)
				.hasObservationWithNameEqualTo(NAME)
				.that()
				.hasContextualNameEqualTo("execute_tool now")
				.hasLowCardinalityKeyValue("gen_ai.operation.name", "execute_tool")
				.hasLowCardinalityKeyValue("gen_ai.tool.name", "now")
				.hasLowCardinalityKeyValue("gen_ai.tool.type", "function")
				.hasLowCardinalityKeyValue("error.type", "none")
				.hasLowCardinalityKeyValue("outcome", "success")
				.hasHighCardinalityKeyValueWithKey("gen_ai.tool.call.id")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.tool.call.arguments")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.tool.call.result")
				.hasBeenStarted()
				.hasBeenStopped();
			List<Observation.Context> contexts = List.copyOf(context.getBean(Recorder.class).contexts);
			List<Object> parents = contexts.stream()
				.filter((observed) -> observed instanceof ToolObservationContext)
				.map(ToolObservationTests::parent)
				.toList();
			assertThat(parents).hasSize(3).hasOnlyElementsOfType(GenAiObservationContext.class);
			assertThat(parents.get(0)).as("two calls of one round have one parent").isSameAs(parents.get(1));
			assertThat(parents.get(2)).as("each round has its own").isNotSameAs(parents.get(0));
			assertThat(contexts).filteredOn((observed) -> observed instanceof GenAiObservationContext)
				.extracting(ToolObservationTests::parent)
				.containsOnly(caller.getContextView());
		});
		assertThat(Objects.requireNonNull(inTool.get()).getContextView()).isInstanceOf(ToolObservationContext.class);
	}

	@Test
	void failuresAndCancellationsAreTold(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Sorry."), Reply.toolCall("now", "{}"));
		runner(fake).run((context) -> {
			run(context, false, Tool.of("now", "The time", () -> {
				throw new IllegalStateException("no clock");
			}));
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			assertThat(registry).hasObservationWithNameEqualTo(NAME)
				.that()
				.hasLowCardinalityKeyValue("outcome", "error")
				.hasLowCardinalityKeyValue("error.type", IllegalStateException.class.getName())
				.hasError();
			CountDownLatch started = new CountDownLatch(1);
			Disposable subscription = context.getBean(Bridge.class)
				.runTools(REQUEST,
						Tool.of("now", "The time",
								() -> Mono.never().doOnSubscribe((subscribed) -> started.countDown())))
				.subscribe();
			assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
			subscription.dispose();
			assertThat(registry).hasNumberOfObservationsWithNameEqualTo(NAME, 2)
				.hasAnObservationWithAKeyValue("outcome", "cancelled");
		});
	}

	@Test
	void callsHaveATimer(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Noon."));
		ObservedContexts.runner(fake).run((context) -> {
			run(context, false, Tool.of("now", "The time", () -> "noon"));
			Timer timer = context.getBean(MeterRegistry.class)
				.get(NAME)
				.tag("gen_ai.tool.name", "now")
				.tag("outcome", "success")
				.timer();
			assertThat(timer.count()).isOne();
		});
	}

	@Test
	void whatIsSaidIsLeftOutUnlessAskedFor(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Noon."));
		runner(fake)
			.withPropertyValues("together.observation.include-prompt=true",
					"together.observation.include-completion=true")
			.run((context) -> {
				run(context, false, Tool.of("now", "The time", () -> "noon"));
				assertThat(context.getBean(TestObservationRegistry.class)).hasObservationWithNameEqualTo(NAME)
					.that()
					.hasHighCardinalityKeyValue("gen_ai.tool.call.arguments", "{}")
					.hasHighCardinalityKeyValue("gen_ai.tool.call.result", "noon");
			});
	}

	private static Object parent(Observation.Context context) {
		return Objects.requireNonNull(context.getParentObservation()).getContextView();
	}

	private static ApplicationContextRunner runner(FakeTogether fake) {
		return ObservedContexts.runner(fake).withUserConfiguration(Registry.class);
	}

	private static void run(ApplicationContext context, boolean streamed, Tool tool) {
		Bridge bridge = context.getBean(Bridge.class);
		Duration patience = ObservedContexts.TIMEOUT;
		if (streamed) {
			bridge.streamTools(REQUEST, tool).blockLast(patience);
		}
		else {
			bridge.runTools(REQUEST, tool).block(patience);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		ObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	static class Recorder implements ObservationHandler<Observation.Context> {

		private final Queue<Observation.Context> contexts = new ConcurrentLinkedQueue<>();

		@Override
		public void onStart(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
