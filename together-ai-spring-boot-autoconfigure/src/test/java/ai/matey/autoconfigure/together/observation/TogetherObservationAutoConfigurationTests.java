package ai.matey.autoconfigure.together.observation;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.observation.GenAiObservationContext;
import ai.matey.observation.client.ClientMonitor;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import ai.matey.ir.IREmbedRequest;
import ai.matey.observation.ObservationBackendListener;
import ai.matey.observation.GenAiObserver;
import ai.matey.observation.GenAiMeterObservationHandler;
import ai.matey.observation.GenAiMeterFilter;
import ai.matey.observation.GenAiLogObservationHandler;
import ai.matey.observation.BoundedNames;
import ai.matey.observation.BackendMeters;
import ai.matey.observation.DefaultGenAiObservationConvention;
import ai.matey.observation.KnownRateLimits;
import ai.matey.observation.ObservationChatMiddleware;
import ai.matey.observation.ObservationToolInterceptor;
import ai.matey.observation.PacingMeters;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
@ExtendWith(OutputCaptureExtension.class)
class TogetherObservationAutoConfigurationTests {

	private static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final String NAME = "gen_ai.client.operation.duration";

	@Test
	void theHttpCallIsAChildOfTheObservation(FakeTogether fake) {
		ObservedContexts.runner(fake).withUserConfiguration(Registry.class).run((context) -> {
			call(context);
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			assertThat(registry).hasNumberOfObservationsWithNameEqualTo(NAME, 1)
				.hasObservationWithNameEqualTo("http.client.requests")
				.that()
				.hasParentObservationContextMatching((parent) -> parent instanceof GenAiObservationContext);
		});
	}

	@Test
	void textIsLeftOutUnlessAskedFor(FakeTogether fake) {
		ObservedContexts.runner(fake).withUserConfiguration(Registry.class).run((context) -> {
			call(context);
			assertThat(context.getBean(TestObservationRegistry.class)).hasObservationWithNameEqualTo(NAME)
				.that()
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.input.messages")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.messages");
		});
		ObservedContexts.runner(fake)
			.withUserConfiguration(Registry.class)
			.withPropertyValues("together.observation.include-prompt=true")
			.run((context) -> {
				call(context);
				assertThat(context.getBean(TestObservationRegistry.class)).hasObservationWithNameEqualTo(NAME)
					.that()
					.hasHighCardinalityKeyValueWithKey("gen_ai.input.messages")
					.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.messages");
			});
		ObservedContexts.runner(fake)
			.withUserConfiguration(Registry.class)
			.withPropertyValues("together.observation.include-completion=true")
			.run((context) -> {
				call(context);
				assertThat(context.getBean(TestObservationRegistry.class)).hasObservationWithNameEqualTo(NAME)
					.that()
					.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.input.messages")
					.hasHighCardinalityKeyValueWithKey("gen_ai.output.messages");
			});
	}

	@Test
	void usesTheApplicationsConvention(FakeTogether fake) {
		ObservedContexts.runner(fake).withUserConfiguration(Registry.class, OwnConvention.class).run((context) -> {
			call(context);
			assertThat(context.getBean(TestObservationRegistry.class)).hasObservationWithNameEqualTo("my.calls")
				.that()
				.hasLowCardinalityKeyValue("team", "search")
				.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat");
		});
	}

	@Test
	void observesAroundTheApplicationsMiddleware(FakeTogether fake) {
		ObservedContexts.runner(fake).withUserConfiguration(Registry.class, Middleware.class).run((context) -> {
			call(context);
			assertThat(context.getBean(Middleware.class).seen).containsExactly(true);
		});
	}

	@Test
	void beansOfTheApplicationReplaceOurs(FakeTogether fake) {
		BoundedNames models = new BoundedNames(1);
		GenAiObserver observer = GenAiObserver.builder(ObservationRegistry.create()).build();
		ObservationChatMiddleware middleware = new ObservationChatMiddleware(observer);
		ObservationBackendListener listener = new ObservationBackendListener();
		GenAiLogObservationHandler log = new GenAiLogObservationHandler();
		GenAiMeterFilter filter = new GenAiMeterFilter();
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		GenAiMeterObservationHandler handler = new GenAiMeterObservationHandler(meters);
		BackendMeters backendMeters = new BackendMeters(meters, "mine", new KnownRateLimits(), models);
		PacingMeters pacingMeters = new PacingMeters(meters, "mine", models);
		ObservationToolInterceptor tools = new ObservationToolInterceptor(ObservationRegistry.create());
		ModelMonitor modelMonitor = new ModelMonitor((client) -> List.of(), Clock.systemUTC());
		ObservedContexts.runner(fake)
			.withBean(BoundedNames.class, () -> models)
			.withBean(GenAiObserver.class, () -> observer)
			.withBean(ObservationChatMiddleware.class, () -> middleware)
			.withBean(ObservationBackendListener.class, () -> listener)
			.withBean(GenAiLogObservationHandler.class, () -> log)
			.withBean(GenAiMeterFilter.class, () -> filter)
			.withBean(GenAiMeterObservationHandler.class, () -> handler)
			.withBean(BackendMeters.class, () -> backendMeters)
			.withBean(PacingMeters.class, () -> pacingMeters)
			.withBean(ObservationToolInterceptor.class, () -> tools)
			.withBean(ModelMonitor.class, () -> modelMonitor)
			.run((context) -> {
				for (Object own : List.of(models, observer, middleware, listener, log, filter, handler, backendMeters,
						pacingMeters, tools, modelMonitor)) {
					assertThat(context.getBean(own.getClass())).isSameAs(own);
				}
			});
	}

	@Test
	void otherCallsThanChatsAreObservedAndLogged(FakeTogether fake, CapturedOutput output) {
		ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger) LoggerFactory
			.getLogger("ai.matey.calls");
		ObservedContexts.runner(fake).withUserConfiguration(Registry.class).run((context) -> {
			logger.setLevel(Level.DEBUG);
			try {
				context.getBean(Bridge.class)
					.embed(IREmbedRequest.builder()
						.model("intfloat/multilingual-e5-large-instruct")
						.input(List.of("Hello!"))
						.build())
					.block(ObservedContexts.TIMEOUT);
			}
			finally {
				logger.setLevel(null);
			}
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			assertThat(registry).hasNumberOfObservationsWithNameEqualTo(NAME, 1)
				.hasObservationWithNameEqualTo("http.client.requests")
				.that()
				.hasParentObservationContextMatching((parent) -> parent instanceof GenAiObservationContext);
		});
		assertThat(output.getOut().lines().filter((line) -> line.contains("Call finished:"))).singleElement()
			.asString()
			.contains("operation=embeddings", "outcome=success", "client=default", "model=intfloat/")
			.doesNotContain("Hello");
	}

	/**
	 * As with {@code spring.reactor.context-propagation=limited}: no thread of the call
	 * knows the observation by itself.
	 */
	@Test
	void linesOfCallsAreWrittenWithinTheirObservation(FakeTogether fake) {
		ObservationRegistry registry = ObservationRegistry.create();
		List<Object> current = new CopyOnWriteArrayList<>();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				Observation observation = registry.getCurrentObservation();
				current.add((observation != null) ? observation.getContextView() : "none");
			}

		};
		appender.start();
		ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger) LoggerFactory
			.getLogger("ai.matey.calls");
		logger.addAppender(appender);
		logger.setLevel(Level.DEBUG);
		try {
			ObservedContexts.runner(fake)
				.withPropertyValues("spring.reactor.context-propagation=limited")
				.withBean(ObservationRegistry.class, () -> registry)
				.run((context) -> {
					call(context);
					context.getBean(Bridge.class)
						.chatStream(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
						.blockLast(ObservedContexts.TIMEOUT);
				});
		}
		finally {
			logger.setLevel(null);
			logger.detachAppender(appender);
		}
		assertThat(current).hasSize(2)
			.allSatisfy((view) -> assertThat(view).isInstanceOf(GenAiObservationContext.class));
		assertThat(registry.getCurrentObservation()).isNull();
	}

	@Test
	void eachBeanBacksOff(FakeTogether fake) {
		KnownRateLimits limits = new KnownRateLimits();
		ClientMonitor monitor = new ClientMonitor();
		ObservedContexts.runner(fake)
			.withBean(KnownRateLimits.class, () -> limits)
			.withBean(ClientMonitor.class, () -> monitor)
			.run((context) -> {
				assertThat(context.getBean(KnownRateLimits.class)).isSameAs(limits);
				call(context);
				assertThat(monitor.status("default").lastUse()).isNotNull();
			});
	}

	@Test
	void isNotThereWhenTogetherIsSwitchedOff(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservationChatMiddleware.class)
				.doesNotHaveBean(ClientMonitor.class));
	}

	@Test
	void logsEachCallAtDebugEvenWithoutTheActuator(FakeTogether fake, CapturedOutput output) {
		ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger) LoggerFactory
			.getLogger("ai.matey.calls");
		fake.enqueue(Reply.text("Secret answer").usage(7, 3));
		ObservedContexts.plain(fake).run((context) -> {
			logger.setLevel(Level.DEBUG);
			try {
				call(context);
			}
			finally {
				logger.setLevel(null);
			}
			call(context);
		});
		assertThat(output.getOut().lines().filter((line) -> line.contains("Call finished:"))).singleElement()
			.asString()
			.contains("operation=chat", "outcome=success", "client=default", "model=" + MODEL, "stream=false",
					"durationMs=", "inputTokens=7", "outputTokens=3", "attempts=1")
			.doesNotContain("Hello", "Secret", ObservedContexts.KEY);
	}

	private static void call(AssertableApplicationContext context) {
		assertThat(context.getBean(Bridge.class)
			.chat(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
			.block(ObservedContexts.TIMEOUT)).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		TestObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		DefaultGenAiObservationConvention convention() {
			return new DefaultGenAiObservationConvention() {

				@Override
				public String getName() {
					return "my.calls";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(GenAiObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("team", "search");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Middleware {

		private final List<Boolean> seen = new CopyOnWriteArrayList<>();

		@Bean
		ChatMiddleware look() {
			return new ChatMiddleware() {

				@Override
				public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
					return Mono.deferContextual((context) -> {
						Middleware.this.seen.add(context.hasKey("micrometer.observation"));
						return chain.next(request);
					});
				}

			};
		}

	}

}
