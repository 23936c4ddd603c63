package ai.matey.observation.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.observation.MutableClock;
import ai.matey.observation.client.ClientProblem.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class ClientMonitorTests {

	private final MutableClock clock = new MutableClock();

	private final ClientMonitor monitor = new ClientMonitor(this.clock);

	private final Logger logger = (Logger) LoggerFactory.getLogger("ai.matey.problems");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.log);
	}

	@Test
	void anUnusedClientHasNoProblem() {
		ClientStatus status = this.monitor.status("default");
		assertThat(status).isEqualTo(new ClientStatus(0, null, null, null, List.of(), List.of()));
	}

	@Test
	void logsAProblemOnceAndItsEndOnce() {
		for (int i = 0; i < 5; i++) {
			fails(throttled());
			this.clock.advance(Duration.ofSeconds(5));
			succeeds();
		}
		assertThat(lines(Level.WARN)).singleElement()
			.asString()
			.contains("Client 'default'", "rate limits are exceeded", "429", "model x", "id-1")
			.doesNotContain("Hello");
		assertThat(lines(Level.INFO)).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		succeeds();
		succeeds();
		assertThat(lines(Level.WARN)).hasSize(1);
		assertThat(lines(Level.INFO)).singleElement().asString().contains("works again", "5 failures");
		fails(throttled());
		assertThat(lines(Level.WARN)).hasSize(2);
	}

	@Test
	void anOutageLongAfterAProblemThatPassedIsLogged() {
		fails(throttled());
		this.clock.advance(Duration.ofSeconds(10));
		succeeds();
		this.clock.advance(Duration.ofHours(1));
		fails(throttled());
		assertThat(lines(Level.WARN)).hasSize(2);
		assertThat(lines(Level.INFO)).singleElement().asString().contains("works again", "1 failures");
		assertThat(this.monitor.status("default").problem().since()).isEqualTo(this.clock.instant());
		this.clock.advance(Duration.ofHours(1));
		fails(throttled());
		assertThat(lines(Level.WARN)).as("without a success it is the same problem").hasSize(2);
	}

	@Test
	void logsOutsideItsLock() throws Exception {
		CountDownLatch logging = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		Executor threads = (task) -> new Thread(task).start();
		AppenderBase<ILoggingEvent> slow = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				logging.countDown();
				try {
					asked.await(5, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
		slow.start();
		this.logger.addAppender(slow);
		try {
			CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> fails(throttled()), threads);
			assertThat(logging.await(5, TimeUnit.SECONDS)).isTrue();
			assertThat(CompletableFuture.supplyAsync(this::problem, threads).get(2, TimeUnit.SECONDS))
				.isEqualTo(Kind.THROTTLED);
			asked.countDown();
			failing.get(5, TimeUnit.SECONDS);
		}
		finally {
			asked.countDown();
			this.logger.detachAppender(slow);
		}
	}

	@Test
	void oneModelsOverloadIsNoGeneralProblem() {
		fails("a", failure(ErrorCode.PROVIDER_OVERLOADED, 503));
		assertThat(this.monitor.status("default").problem().general()).isFalse();
		assertThat(this.monitor.status("default").overloadedModels()).containsExactly("a");
		for (int i = 0; i < 5; i++) {
			fails("b", failure(ErrorCode.PROVIDER_OVERLOADED, 503));
		}
		assertThat(this.monitor.status("default").problem().general()).isTrue();
		assertThat(this.monitor.status("default").overloadedModels()).containsExactly("a", "b");
		succeeds("a");
		assertThat(this.monitor.status("default").overloadedModels()).containsExactly("b");
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(this.monitor.status("default").overloadedModels()).isEmpty();
	}

	@Test
	void mostOfTheLastTenCallsMakeAProblemGeneral() {
		for (int i = 0; i < 10; i++) {
			succeeds();
		}
		for (int i = 1; i <= 6; i++) {
			fails(failure(ErrorCode.PROVIDER_ERROR, 500));
			assertThat(this.monitor.status("default").problem().general()).as("after %d", i).isEqualTo(i == 6);
		}
		fails(failure(ErrorCode.RATE_LIMIT_EXCEEDED, 429));
		assertThat(problem()).isEqualTo(Kind.FAILING);
	}

	@Test
	void aMissingKeyOfAProbeIsNoProblem() {
		for (ErrorCode code : List.of(ErrorCode.MISSING_API_KEY, ErrorCode.API_KEY_UNAVAILABLE)) {
			this.monitor.finished(call(Operation.WHOAMI), Outcome.ERROR, failure(code, null));
			this.monitor.finished(call(Operation.MODELS), Outcome.ERROR, failure(code, null));
			assertThat(problem()).isNull();
		}
		fails(failure(ErrorCode.MISSING_API_KEY, null));
		assertThat(problem()).isEqualTo(Kind.KEY_MISSING);
	}

	@Test
	void aKeyThatOnlySomeCallsLackIsGeneralOnceMostCallsLackIt() {
		succeeds();
		for (int i = 1; i <= 6; i++) {
			fails(failure(ErrorCode.MISSING_API_KEY, null));
			assertThat(problem()).isEqualTo(Kind.KEY_MISSING);
			assertThat(this.monitor.status("default").problem().general()).as("after %d", i).isEqualTo(i == 6);
		}
	}

	@Test
	void aLineLeavesOutWhatIsNotKnown() {
		AdapterException failure = new ProviderException(ErrorCode.NETWORK_ERROR, true, "refused",
				ErrorDetails.of("together_ai", null), null);
		this.monitor.finished(BackendCall.of("default", Operation.WHOAMI, null), Outcome.ERROR, failure);
		assertThat(lines(Level.WARN)).containsExactly("Client 'default': the provider cannot be reached "
				+ "(code NETWORK_ERROR). Further failures of this kind are not logged until it is over.");
	}

	@Test
	void aServerThatDoesNotKnowWhoamiIsThere() {
		fails(failure(ErrorCode.NETWORK_ERROR, null));
		this.monitor.finished(call(Operation.WHOAMI), Outcome.ERROR, failure(ErrorCode.INVALID_REQUEST, 404));
		assertThat(problem()).isNull();
		assertThat(this.monitor.status("default").recentErrors()).hasSize(1);
	}

	@Test
	void foreignTextInLinesIsHarmless() {
		fails("gpt\n2026 INFO all is well \u001b[31m" + "x".repeat(10_000), throttled());
		assertThat(lines(Level.WARN)).singleElement()
			.asString()
			.doesNotContain("\n", "\u001b")
			.contains("gpt 2026 INFO")
			.hasSizeLessThan(1000);
	}

	@Test
	void theWorstProblemIsShown() {
		fails(failure(ErrorCode.RATE_LIMIT_EXCEEDED, 429));
		assertThat(problem()).isEqualTo(Kind.THROTTLED);
		fails(failure(ErrorCode.QUOTA_EXCEEDED, 402));
		assertThat(problem()).isEqualTo(Kind.BILLING);
		fails(failure(ErrorCode.INVALID_API_KEY, 401));
		assertThat(problem()).isEqualTo(Kind.KEY_REJECTED);
		succeeds();
		assertThat(problem()).isNull();
	}

	@Test
	void theListOfModelsShowsThatTheKeyIsRightButNothingAboutCredit() {
		fails(failure(ErrorCode.QUOTA_EXCEEDED, 402));
		this.monitor.responded(call(Operation.MODELS), null, null);
		this.monitor.finished(call(Operation.MODELS), Outcome.SUCCESS, null);
		assertThat(problem()).isEqualTo(Kind.BILLING);
		fails(failure(ErrorCode.NETWORK_ERROR, null));
		assertThat(problem()).isEqualTo(Kind.BILLING);
		this.clock.advance(Duration.ofMinutes(11));
		assertThat(problem()).isEqualTo(Kind.UNREACHABLE);
		this.monitor.responded(call(Operation.MODELS), null, null);
		assertThat(problem()).isNull();
	}

	@Test
	void anErrorShowsThatTheProviderIsReachedAndKnowsTheKey() {
		fails(failure(ErrorCode.NETWORK_ERROR, null));
		fails(failure(ErrorCode.INVALID_API_KEY, 401));
		assertThat(problem()).isEqualTo(Kind.KEY_REJECTED);
		fails(failure(ErrorCode.INVALID_REQUEST, 400));
		assertThat(problem()).isNull();
	}

	@Test
	void aPassingFailureIsForgotten() {
		fails(failure(ErrorCode.PROVIDER_OVERLOADED, 503));
		assertThat(problem()).isEqualTo(Kind.OVERLOADED);
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(problem()).isNull();
	}

	@Test
	void aBadRequestIsNoProblemButARecentError() {
		fails(failure(ErrorCode.CONTEXT_LENGTH_EXCEEDED, 400));
		ClientStatus status = this.monitor.status("default");
		assertThat(status.problem()).isNull();
		assertThat(status.lastUse()).isEqualTo(this.clock.instant());
		assertThat(status.recentErrors()).containsExactly(new CallFailure(this.clock.instant(), Operation.CHAT, "x",
				"ProviderException", ErrorCode.CONTEXT_LENGTH_EXCEEDED, 400, "id-1"));
	}

	@Test
	void keepsTheLatestErrorsOnly() {
		for (int i = 0; i < 30; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			fails(failure(ErrorCode.PROVIDER_ERROR, 500));
		}
		List<CallFailure> errors = this.monitor.status("default").recentErrors();
		assertThat(errors).hasSize(20);
		assertThat(errors.get(0).time()).isEqualTo(this.clock.instant());
		assertThat(errors.get(19).time()).isEqualTo(this.clock.instant().minusSeconds(19));
	}

	@Test
	void aRetriedFailureIsAProblemUntilTheCallSucceeds() {
		BackendCall call = call(Operation.CHAT);
		this.monitor.started(call);
		this.monitor.retrying(call, failure(ErrorCode.PROVIDER_OVERLOADED, 503), 1, Duration.ZERO);
		assertThat(problem()).isEqualTo(Kind.OVERLOADED);
		this.monitor.responded(call, null, null);
		assertThat(problem()).isEqualTo(Kind.OVERLOADED);
		this.monitor.finished(call, Outcome.SUCCESS, null);
		assertThat(problem()).isNull();
		assertThat(this.monitor.status("default").recentErrors()).isEmpty();
	}

	@Test
	void countsRunningStreams() {
		BackendCall stream = new BackendCall("default", Operation.CHAT, true, "x", "1", Context.empty());
		this.monitor.started(stream);
		this.monitor.started(stream);
		this.monitor.finished(stream, Outcome.CANCELLED, null);
		assertThat(this.monitor.status("default").activeStreams()).isEqualTo(1);
	}

	private @Nullable Kind problem() {
		ClientProblem problem = this.monitor.status("default").problem();
		return (problem != null) ? problem.kind() : null;
	}

	private void succeeds() {
		succeeds("x");
	}

	private void succeeds(String model) {
		BackendCall call = BackendCall.of("default", Operation.CHAT, model);
		this.monitor.started(call);
		this.monitor.responded(call, null, null);
		this.monitor.finished(call, Outcome.SUCCESS, null);
	}

	private void fails(AdapterException failure) {
		fails("x", failure);
	}

	private void fails(String model, AdapterException failure) {
		BackendCall call = BackendCall.of("default", Operation.CHAT, model);
		this.monitor.started(call);
		this.monitor.finished(call, Outcome.ERROR, failure);
	}

	private List<String> lines(Level level) {
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static BackendCall call(Operation operation) {
		return BackendCall.of("default", operation, "x");
	}

	private static AdapterException throttled() {
		return new RateLimitException(RateLimitException.Kind.REQUESTS, null, "Slow down: Hello", details(429), null);
	}

	private static AdapterException failure(ErrorCode code, @Nullable Integer status) {
		return new ProviderException(code, true, "about Hello", details(status), null);
	}

	private static ErrorDetails details(@Nullable Integer status) {
		return new ErrorDetails("together_ai", "x", status, "about Hello", null, null, "id-1", null, Map.of(),
				"about Hello", 1);
	}

}
