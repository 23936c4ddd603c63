package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.StreamReply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * An application that closes while calls are under way, with and without a web server.
 */
@FakeTogetherTest
class ClientsShutdownTests {

	private final StringBuffer text = new StringBuffer();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

	@Test
	void waitsTogetherWithTheWebServer() {
		assertThat(ClientsShutdown.DRAIN_PHASE).isEqualTo(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	/**
	 * The event loops of the calls stop in phase 0.
	 */
	@Test
	void streamGoesOnAlthoughNoWebServerWaitsForIt(FakeTogether fake) throws Exception {
		fake.enqueue(paced(20));
		runner(fake).withBean(ReactorResourceFactory.class).run((context) -> {
			startStream(context.getBean(Bridge.class));
			context.close();
			assertThat(this.end).isDone();
		});
		assertThat(this.end.get(0, TimeUnit.SECONDS)).isNull();
		assertThat(this.text.toString().strip().split(" ")).hasSize(20);
	}

	@Test
	void streamIsEndedWithWhatItHasWhenTheGraceIsOver(FakeTogether fake) throws Exception {
		fake.enqueue(Reply.stream().tokens("Once").stall());
		runner(fake).withPropertyValues("together.shutdown-grace=300ms").run((context) -> {
			startStream(context.getBean(Bridge.class));
			context.close();
		});
		assertThat(this.end.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(StreamException.class, (cut) -> {
			assertThat(cut).hasMessageContaining("together.shutdown-grace (PT0.3S)");
			assertThat(cut.partialResponse().text()).isEqualTo("Once");
		});
	}

	@Test
	void graceIsThatOfTheApplicationUnlessItIsSet(FakeTogether fake) throws Exception {
		fake.enqueue(Reply.stream().tokens("Once").stall());
		runner(fake).withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=400ms")
			.run((context) -> {
				startStream(context.getBean(Bridge.class));
				context.close();
			});
		assertThat(this.end.get(10, TimeUnit.SECONDS)).hasMessageContaining("together.shutdown-grace (PT0.4S)");
	}

	/**
	 * A request that the web server still serves makes its calls, one after the other.
	 */
	@Test
	void callsOfRunningRequestsGoOnUntilTheWebServerHasDrained(FakeTogether fake) {
		fake.enqueue(Reply.text("One."), Reply.text("Two."));
		AtomicReference<Bridge> bridge = new AtomicReference<>();
		StringBuffer answers = new StringBuffer();
		AtomicReference<AdapterException> late = new AtomicReference<>();
		runner(fake)
			.withBean("request", Step.class,
					() -> new Step(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
							() -> answers.append(TestContexts.ask(bridge.get()).text())
								.append(TestContexts.ask(bridge.get()).text())))
			.withBean("behindTheServer", Step.class, () -> new Step(
					WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE,
					() -> late.set(catchThrowableOfType(AdapterException.class, () -> TestContexts.ask(bridge.get())))))
			.run((context) -> bridge.set(context.getBean(Bridge.class)));
		assertThat(answers).hasToString("One.Two.");
		assertThat(late.get().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
	}

	@Test
	void idleApplicationClosesAtOnce(FakeTogether fake) {
		long start = System.nanoTime();
		runner(fake).run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
	}

	@Test
	void applicationThatStopsToStartAgainKeepsItsClients(FakeTogether fake) {
		runner(fake).run((context) -> {
			context.stop();
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
			context.start();
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
			context.getSourceApplicationContext().pause();
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
		});
	}

	@Test
	void endOfAChildIsNotThatOfItsParent(FakeTogether fake) {
		runner(fake).run((context) -> {
			try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
				child.setParent(context.getSourceApplicationContext());
				child.refresh();
			}
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
		});
	}

	private void startStream(Bridge bridge) throws InterruptedException {
		bridge.chatStream(TestContexts.question()).ofType(IRStreamChunk.Content.class).subscribe((chunk) -> {
			this.text.append(chunk.delta());
			this.begun.countDown();
		}, this.end::complete, () -> this.end.complete(null));
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private static StreamReply paced(int tokens) {
		return Reply.stream().pace(Duration.ofMillis(30)).tokens("word ".repeat(tokens)).finish("stop").done();
	}

	private static ApplicationContextRunner runner(FakeTogether fake) {
		return TestContexts.runner()
			.withPropertyValues("together.api-key=some-key", "together.base-url=" + fake.baseUrl());
	}

	/**
	 * Does something when the application stops.
	 */
	private static final class Step implements SmartLifecycle {

		private final int phase;

		private final Runnable action;

		private volatile boolean running;

		Step(int phase, Runnable action) {
			this.phase = phase;
			this.action = action;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.action.run();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
