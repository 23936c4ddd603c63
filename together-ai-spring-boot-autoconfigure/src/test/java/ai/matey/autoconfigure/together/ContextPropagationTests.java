package ai.matey.autoconfigure.together;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread of the application knows, such as who is logged in, is known in callbacks
 * on other threads with {@code spring.reactor.context-propagation=auto}.
 */
@FakeTogetherTest
class ContextPropagationTests {

	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private final Thread caller = Thread.currentThread();

	private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void enter() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("acme");
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("user", "password"));
	}

	@AfterEach
	void leave() {
		Hooks.disableAutomaticContextPropagation();
		SecurityContextHolder.clearContext();
		TENANT.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void callbacksKnowWhoIsLoggedIn(String connector, FakeTogether fake) {
		runner(fake, "auto").withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				bridge.chat(TestContexts.question()).doOnNext((answer) -> look()).block(TestContexts.TIMEOUT);
				bridge.chatStream(TestContexts.question())
					.publishOn(Schedulers.parallel())
					.doOnNext((chunk) -> look())
					.collectList()
					.block(TestContexts.TIMEOUT);
				assertThat(this.seen).hasSizeGreaterThan(6).extracting(Seen::user).containsOnly("user");
				assertThat(this.seen).extracting(Seen::tenant).containsOnly("acme");
				assertThat(this.seen).extracting(Seen::onCaller)
					.as("other threads than the caller's have called back")
					.contains(false);
			});
	}

	@Test
	void aKeyCanBeChosenByATenantThatAThreadKnows(FakeTogether fake) {
		fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		runner(fake, "auto").withPropertyValues("together.retry.max-attempts=2", "together.retry.initial-backoff=1ms")
			.withBean(TogetherApiKeySupplier.class,
					() -> () -> Mono.fromSupplier(() -> "key-of-" + Objects.requireNonNull(TENANT.get())))
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				// The second attempt begins on a thread of a timer
				assertThat(fake.requests()).extracting((request) -> request.header("authorization"))
					.containsExactly("Bearer key-of-acme", "Bearer key-of-acme");
			});
	}

	/**
	 * Without it they do not: the tests above could fail.
	 */
	@Test
	void callbacksKnowNothingUnlessAskedTo(FakeTogether fake) {
		runner(fake, "limited").run((context) -> {
			// On another thread for certain: the subscriber's may deliver the chunks
			context.getBean(Bridge.class)
				.chatStream(TestContexts.question())
				.publishOn(Schedulers.parallel())
				.doOnNext((chunk) -> look())
				.collectList()
				.block(TestContexts.TIMEOUT);
			assertThat(this.seen).filteredOn((seen) -> !seen.onCaller())
				.isNotEmpty()
				.extracting(Seen::tenant)
				.containsOnlyNulls();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void entriesOfTheMdcAreKnownIfTheyAreNamed(boolean named, FakeTogether fake) {
		Queue<String> users = new ConcurrentLinkedQueue<>();
		if (named) {
			ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("user"));
		}
		MDC.put("user", "anna");
		try {
			runner(fake, "auto").run((context) -> {
				context.getBean(Bridge.class)
					.chatStream(TestContexts.question())
					.publishOn(Schedulers.parallel())
					.doOnNext((chunk) -> users.add(String.valueOf(MDC.get("user"))))
					.collectList()
					.block(TestContexts.TIMEOUT);
				assertThat(users).containsOnly(named ? "anna" : "null");
			});
		}
		finally {
			MDC.remove("user");
			ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
		}
	}

	private ApplicationContextRunner runner(FakeTogether fake, String propagation) {
		return TestContexts.runner()
			.withConfiguration(AutoConfigurations.of(ReactorAutoConfiguration.class))
			.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
					"spring.reactor.context-propagation=" + propagation)
			.withBean(ChatMiddleware.class, () -> new Looking());
	}

	private void look() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		this.seen.add(new Seen((authentication != null) ? authentication.getName() : null, TENANT.get(),
				Thread.currentThread() == this.caller));
	}

	private record Seen(@Nullable String user, @Nullable String tenant, boolean onCaller) {

	}

	private final class Looking implements ChatMiddleware {

		@Override
		public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
			return chain.next(request).doOnNext((answer) -> look());
		}

		@Override
		public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
			return chain.next(request).doOnNext((chunk) -> look());
		}

	}

}
