package ai.matey.autoconfigure.together;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.context.ContextRegistry;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.object.ObjectMismatchException;
import ai.matey.object.ObjectValidator;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolContext;
import ai.matey.tool.ToolInterceptor;
import ai.matey.tool.ToolResult;
import ai.matey.tool.ToolRun;
import ai.matey.tool.ToolRunException;
import ai.matey.tool.ToolRunStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tools and typed responses as properties and beans set them up.
 */
@FakeTogetherTest
class ToolsAndObjectsTests {

	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private static final IRChatRequest REQUEST = IRChatRequest.builder()
		.model(TestContexts.MODEL)
		.user("What time is it?")
		.build();

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	private final Tool now = Tool.of("now", "The time", () -> {
		this.seen.add(TENANT.get() + " on " + Thread.currentThread().getName());
		return "noon";
	});

	@BeforeEach
	void enter() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("acme");
	}

	@AfterEach
	void leave() {
		Hooks.disableAutomaticContextPropagation();
		TENANT.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
	}

	@Test
	void boundsAreProperties(FakeTogether fake) {
		fake.when((request) -> true).always(Reply.toolCall("now", "{}"));
		runner(fake).withPropertyValues("together.tools.max-rounds=2", "together.clients.other.tools.max-rounds=3")
			.run((context) -> {
				assertThatExceptionOfType(ToolRunException.class)
					.isThrownBy(() -> run(context.getBean("bridge", Bridge.class)));
				assertThat(fake.requests()).hasSize(2);
				assertThatExceptionOfType(ToolRunException.class)
					.isThrownBy(() -> run(context.getBean("otherBridge", Bridge.class)));
				assertThat(fake.requests()).hasSize(5);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-rounds=0", "run-timeout=0s", "max-pending-runs=-1" })
	void aWrongBoundIsNamedAsItIsWritten(String property, FakeTogether fake) {
		runner(fake).withPropertyValues("together.clients.other.tools." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(TogetherConfigurationException.class,
						(ex) -> assertThat("together.clients.other.tools." + property).startsWith(ex.property())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "limited" })
	void toolsKnowWhatTheCallersThreadKnows(String propagation, FakeTogether fake) {
		runner(fake).withPropertyValues("spring.reactor.context-propagation=" + propagation).run((context) -> {
			fake.enqueue(Reply.toolCall("now", "{}").toolCall("now", "{}"), Reply.text("Noon."));
			run(context.getBean(Bridge.class));
			fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Noon."));
			context.getBean(Bridge.class).streamTools(REQUEST, this.now).blockLast(TestContexts.TIMEOUT);
		});
		assertThat(this.seen).hasSize(3).allMatch((seen) -> seen.startsWith("acme on boundedElastic"));
	}

	@Test
	void toolsKnowWhatTheReactorContextKnows(FakeTogether fake) {
		TENANT.remove();
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Noon."));
		runner(fake).run((context) -> context.getBean(Bridge.class)
			.runTools(REQUEST, this.now)
			.contextWrite((written) -> written.put("tenant", "written"))
			.block(TestContexts.TIMEOUT));
		assertThat(this.seen).singleElement().asString().startsWith("written on ");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void toolsRunOnVirtualThreadsWhereTheApplicationDoes(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.text("Noon."));
		runner(fake).withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> run(context.getBean(Bridge.class)));
		assertThat(this.seen).singleElement().asString().startsWith("acme on together-tool-");
	}

	@Test
	void interceptorsAndStoresAreBeans(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("now", "{}"), Reply.toolCall("now", "{}"), Reply.text("Noon."));
		ToolInterceptor interceptor = new ToolInterceptor() {

			@Override
			public Mono<ToolResult> call(Tool tool, ToolContext context, Mono<ToolResult> execution) {
				ToolsAndObjectsTests.this.seen.add("intercepted " + tool.name());
				return execution;
			}

		};
		ToolRunStore store = new ToolRunStore() {

			@Override
			public Mono<Void> add(String key) {
				return Mono.fromRunnable(() -> ToolsAndObjectsTests.this.seen.add("stored"));
			}

			@Override
			public Mono<Boolean> remove(String key) {
				return Mono.just(true);
			}

		};
		runner(fake).withBean(ToolInterceptor.class, () -> interceptor)
			.withBean(ToolRunStore.class, () -> store)
			.run((context) -> {
				ToolRun run = context.getBean(Bridge.class)
					.runTools(REQUEST, this.now.needsApproval())
					.block(TestContexts.TIMEOUT);
				assertThat(run).isInstanceOf(ToolRun.Pending.class);
				assertThat(this.seen).containsExactly("stored");
				run(context.getBean(Bridge.class));
			});
		assertThat(this.seen).contains("intercepted now");
	}

	@Test
	void modeAndRepairsAreProperties(FakeTogether fake) {
		fake.when((request) -> true).always(Reply.text("no JSON"));
		runner(fake).withPropertyValues("together.objects.mode=prompt", "together.objects.repair-rounds=2")
			.run((context) -> assertThatExceptionOfType(ObjectMismatchException.class)
				.isThrownBy(() -> context.getBean(Bridge.class)
					.generateObject(REQUEST, Trip.class)
					.block(TestContexts.TIMEOUT)));
		assertThat(fake.requests()).hasSize(3).noneMatch((request) -> request.json().has("response_format"));
	}

	@Test
	void objectsAreValidatedWhereBeansAre(FakeTogether fake) {
		fake.enqueue(Reply.text("{\"days\":90}"), Reply.text("{\"days\":3}"));
		runner(fake).withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)).run((context) -> {
			Trip trip = context.getBean(Bridge.class).generateObject(REQUEST, Trip.class).block(TestContexts.TIMEOUT);
			assertThat(trip).isEqualTo(new Trip(3));
			assertThat(fake.requests().get(1).json().at("/messages/3/content").stringValue())
				.contains("days must be less than or equal to 30");
		});
	}

	@Test
	void elementsOfListsAreValidatedToo(FakeTogether fake) {
		fake.when((request) -> true).always(Reply.text("{\"value\":[{\"days\":3},{\"days\":90}]}"));
		runner(fake).withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.run((context) -> assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(
					() -> context.getBean(Bridge.class).generateList(REQUEST, Trip.class).block(TestContexts.TIMEOUT)));
	}

	@Test
	void theValidatorBacksOff(FakeTogether fake) {
		fake.when((request) -> true).always(Reply.text("{\"days\":90}"));
		runner(fake).withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean(ObjectValidator.class, () -> ObjectValidator.NONE)
			.run((context) -> {
				assertThat(context).hasSingleBean(ObjectValidator.class);
				assertThat(
						context.getBean(Bridge.class).generateObject(REQUEST, Trip.class).block(TestContexts.TIMEOUT))
					.isEqualTo(new Trip(90));
			});
		runner(fake).withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObjectValidator.class));
	}

	private ApplicationContextRunner runner(FakeTogether fake) {
		return TestContexts.runner()
			.withConfiguration(AutoConfigurations.of(ReactorAutoConfiguration.class))
			.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
					"together.clients.other.default-model=other");
	}

	private void run(Bridge bridge) {
		ToolRun run = Objects.requireNonNull(bridge.runTools(REQUEST, this.now).block(TestContexts.TIMEOUT));
		assertThat(run.steps().get(0).results()).noneMatch(ToolResult::isError);
	}

	record Trip(@Max(30) int days) {

	}

}
