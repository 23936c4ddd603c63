package ai.matey.pacing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.CallPriority;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.RateLimitException.Kind;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;
import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdaptivePacerTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<String> granted = new ArrayList<>();

	private final PacingClock clock = new PacingClock(Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC),
			() -> this.time.now(TimeUnit.NANOSECONDS));

	private final AdaptivePacer adaptive = AdaptivePacer.builder("Together AI")
		.scheduler(this.time)
		.clock(this.clock)
		.build();

	private BackendPacer pacer = this.adaptive.withSettings(PacingSettings.DEFAULT);

	@Test
	void callsPassUntilTheFirstRejection() {
		for (int i = 0; i < 1000; i++) {
			assertThat(attempt().permit).isNotNull();
		}
		assertThat(this.adaptive.status()).singleElement()
			.satisfies((status) -> assertThat(status.requestsPerSecond()).isNull())
			.satisfies((status) -> assertThat(status.running()).isEqualTo(1000));
	}

	@Test
	void callsAreSpacedAfterARejection() {
		reject(10);
		assertThat(rate()).isBetween(8.0, 10.0);
		List<Attempt> attempts = attempts(20);
		assertThat(attempts).filteredOn((attempt) -> attempt.permit != null).hasSize(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(attempts).filteredOn((attempt) -> attempt.permit != null).hasSizeBetween(9, 11);
		this.time.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(attempts).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void nothingIsSentBeforeTheResetThatTheServerTold() {
		AttemptPermit permit = running(10);
		permit.failed(rejection(Kind.REQUESTS, new RateLimits(null, null, Duration.ofSeconds(4), null)));
		Attempt attempt = attempt();
		this.time.advanceTimeBy(Duration.ofMillis(3900));
		assertThat(attempt.permit).isNull();
		this.time.advanceTimeBy(Duration.ofMillis(200));
		assertThat(attempt.permit).isNotNull();
	}

	@Test
	void rejectionsOfWhatWasSentBeforeTheReactionSayNothingNew() {
		List<AttemptPermit> permits = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			permits.add(running(1));
		}
		permits.forEach((permit) -> permit.failed(rejection(Kind.REQUESTS, null)));
		assertThat(rate()).isGreaterThan(7);
	}

	@Test
	void aLimitThatIsToldCapsAndLiftsTheRateAtOnce() {
		reject(10);
		permit().accepted(new RateLimits(limit(4), null, null, null));
		assertThat(rate()).isBetween(3.8, 4.0);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		permit().accepted(new RateLimits(limit(50), null, null, null));
		assertThat(rate()).isBetween(48.0, 50.0);
	}

	@Test
	void remainingZeroAloneChangesNothing() {
		reject(10);
		double before = rate();
		permit().accepted(new RateLimits(new RateLimits.Limit(null, 0.0, null, 0.0), null, null, null));
		assertThat(rate()).isEqualTo(before);
	}

	@Test
	void whatIsToldBeforeAnyRejectionIsNoReasonToPace() {
		permit().accepted(new RateLimits(limit(0.1), null, null, null));
		assertThat(attempts(50)).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void aCallThatWouldWaitTooLongFailsAtOnceWithTheExpectedWait() {
		this.pacer = this.adaptive
			.withSettings(new PacingSettings(Duration.ofSeconds(2), 1000, Duration.ofSeconds(130), 10));
		reject(10);
		List<Attempt> attempts = attempts(40);
		List<Attempt> refused = attempts.stream().filter((attempt) -> attempt.refusal != null).toList();
		assertThat(refused).hasSizeBetween(15, 25);
		assertThat(refused.get(0).refusal).isInstanceOfSatisfying(RateLimitException.class, (exception) -> {
			assertThat(exception.retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
			assertThat(exception.kind()).isEqualTo(Kind.REQUESTS);
			assertThat(exception.status()).isNull();
			assertThat(exception).hasMessageContaining("model 'model'")
				.hasMessageContaining("together.pacing.max-wait");
		});
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(attempts).allMatch((attempt) -> attempt.permit != null || attempt.refusal != null);
	}

	@Test
	void theQueueIsBounded() {
		this.pacer = this.adaptive
			.withSettings(new PacingSettings(Duration.ofSeconds(30), 5, Duration.ofSeconds(130), 10));
		reject(10);
		List<Attempt> attempts = attempts(10);
		assertThat(attempts).filteredOn((attempt) -> attempt.refusal != null)
			.hasSize(4)
			.allSatisfy((attempt) -> assertThat(attempt.refusal).hasMessageContaining("together.pacing.max-queue (5)"));
	}

	@Test
	void whoLeavesGivesThePlaceBackAtOnce() {
		reject(10);
		attempt();
		Attempt left = attempt();
		Attempt next = attempt();
		left.place.dispose();
		assertThat(this.adaptive.status().get(0).queued()).isEqualTo(1);
		this.time.advanceTimeBy(Duration.ofMillis(150));
		assertThat(left.permit).isNull();
		assertThat(next.permit).isNotNull();
	}

	@Test
	void interactiveCallsPassBatchCallsWithoutStarvingThem() {
		reject(10);
		attempt();
		for (int i = 0; i < 3; i++) {
			attempt("batch", 1, CallPriority.BATCH);
		}
		for (int i = 0; i < 10; i++) {
			attempt("interactive", 1, CallPriority.INTERACTIVE);
		}
		this.granted.clear();
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(this.granted.subList(0, 5)).containsOnlyOnce("batch");
		assertThat(this.granted.subList(5, 10)).containsOnlyOnce("batch");
		assertThat(this.granted).hasSize(13).filteredOn("batch"::equals).hasSize(3);
	}

	@Test
	void aRetryGoesBeforeFirstAttempts() {
		reject(10);
		attempt();
		attempt("first", 1, CallPriority.INTERACTIVE);
		attempt("again", 2, CallPriority.INTERACTIVE);
		this.granted.clear();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.granted).containsExactly("again", "first");
	}

	@Test
	void tokensAreABudgetOfTheirOwn() {
		AttemptPermit permit = null;
		for (int i = 0; i < 10; i++) {
			permit = permit();
		}
		permit.failed(rejection(Kind.TOKENS, null));
		PacingStatus status = this.adaptive.status().get(0);
		assertThat(status.requestsPerSecond()).isNull();
		assertThat(status.tokensPerSecond()).isGreaterThan(1000);
		List<Attempt> attempts = attempts(20);
		assertThat(attempts).filteredOn((attempt) -> attempt.permit != null).hasSizeLessThan(5);
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(attempts).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void whatWasReservedForTokensIsSettledByUsage() {
		for (int i = 0; i < 9; i++) {
			permit();
		}
		permit().failed(rejection(Kind.TOKENS, null));
		AttemptPermit permit = permit();
		permit.completed(new IRUsage(10_000, 10_000));
		Attempt next = attempt();
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(next.permit).isNull();
	}

	@Test
	void missingCapacityLimitsHowManyRunAndNotTheRate() {
		List<AttemptPermit> permits = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			permits.add(permit());
		}
		this.time.advanceTimeBy(Duration.ofMillis(1));
		permits.remove(9).failed(overload());
		PacingStatus status = this.adaptive.status().get(0);
		assertThat(status.requestsPerSecond()).isNull();
		assertThat(status.concurrency()).isEqualTo(8);
		Attempt attempt = attempt();
		assertThat(attempt.permit).isNull();
		permits.remove(8).completed(null);
		assertThat(attempt.permit).isNull();
		permits.remove(7).completed(null);
		assertThat(attempt.permit).isNotNull();
	}

	@Test
	void whatWasLearnedCanBeForgotten() {
		reject(10);
		Attempt attempt = attempts(5).get(4);
		assertThat(this.adaptive.reset("client", "other")).isZero();
		assertThat(attempt.permit).isNull();
		assertThat(this.adaptive.reset("client", "model")).isEqualTo(1);
		assertThat(attempt.permit).isNotNull();
		assertThat(this.adaptive.status().get(0).requestsPerSecond()).isNull();
	}

	@Test
	void whatNothingConfirmsIsForgotten() {
		reject(10);
		this.time.advanceTimeBy(Duration.ofMinutes(12));
		assertThat(this.adaptive.status().get(0).requestsPerSecond()).isNull();
		assertThat(attempts(50)).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void modelsBeyondTheBoundPassFreely() {
		this.pacer = this.adaptive
			.withSettings(new PacingSettings(Duration.ofSeconds(30), 10, Duration.ofSeconds(130), 1));
		permit();
		PermitReceiver receiver = new Attempt("other", this.granted);
		this.pacer.acquire(
				new AttemptRequest(BackendCall.of("client", BackendCall.Operation.CHAT, "other"), 1, 1, null),
				receiver);
		assertThat(this.adaptive.status()).hasSize(1);
		assertThat(this.granted).endsWith("other");
	}

	@Test
	void limitsBeyondAllReasonDoNotEndPacing() {
		reject(10);
		permit().accepted(new RateLimits(limit(1e308), null, null, null));
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		permit().accepted(new RateLimits(limit(2), null, null, null));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		List<Attempt> attempts = attempts(20);
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(attempts).filteredOn((attempt) -> attempt.permit != null).hasSizeBetween(9, 12);
	}

	@Test
	void usageBeyondAllReasonEndsTheAttemptAsAnyOther() {
		rejectTokens();
		permit().completed(new IRUsage(Long.MAX_VALUE, 0));
		assertThat(this.adaptive.status().get(0).running()).isEqualTo(9);
		this.time.advanceTimeBy(Duration.ofMinutes(12));
		assertThat(attempts(50)).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void anOutageThatLooksLikeATokenLimitLeavesOneCallAMinute() {
		rejectTokens();
		for (int i = 0; i < 300; i++) {
			permit().failed(rejection(Kind.TOKENS, null));
			this.time.advanceTimeBy(Duration.ofSeconds(2));
		}
		permit().completed(new IRUsage(100, 50));
		Attempt next = attempt();
		this.time.advanceTimeBy(Duration.ofSeconds(29));
		assertThat(next.permit).isNotNull();
	}

	@Test
	void capacityIsTriedAgainWhileLongStreamsRun() {
		List<AttemptPermit> permits = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			permits.add(permit());
		}
		this.time.advanceTimeBy(Duration.ofMillis(1));
		permits.remove(9).failed(overload());
		Attempt attempt = attempt();
		this.time.advanceTimeBy(Duration.ofSeconds(6));
		assertThat(attempt.permit).isNull();
		this.time.advanceTimeBy(Duration.ofSeconds(16));
		assertThat(attempt.permit).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, -3 })
	void aClockThatIsSetAnewRefusesNobody(int hours) {
		reject(10);
		List<Attempt> attempts = attempts(50);
		long now = this.clock.now();
		this.clock.correct(now + Duration.ofHours(hours).toNanos(), now, now);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(attempts).allMatch((attempt) -> attempt.permit != null);
	}

	@Test
	void namesOfModelsNeverReachIntoOtherClients() {
		ScriptedStore store = new ScriptedStore(new AtomicInteger(), new TreeSet<>());
		this.pacer = sharing(store).withSettings(PacingSettings.DEFAULT);
		for (BackendCall call : List.of(BackendCall.of("a", BackendCall.Operation.CHAT, "b:c"),
				BackendCall.of("a:b", BackendCall.Operation.CHAT, "c"))) {
			this.pacer.acquire(new AttemptRequest(call, 1, 1, null), new Attempt("call", this.granted));
		}
		assertThat(store.budgets()).containsExactly("a%3Ab:c:requests", "a%3Ab:c:tokens", "a:b:c:requests",
				"a:b:c:tokens");
	}

	private AdaptivePacer sharing(PacingStore store) {
		return AdaptivePacer.builder("Together AI")
			.scheduler(this.time)
			.clock(this.clock)
			.store(store, Duration.ofMillis(250))
			.build();
	}

	@Test
	void aStoreThatThrowsLeavesNobodyWaiting() {
		AtomicInteger failures = new AtomicInteger();
		this.pacer = sharing(new ScriptedStore(failures, new TreeSet<>())).withSettings(PacingSettings.DEFAULT);
		attempt().permit.failed(rejection(Kind.REQUESTS, null));
		this.time.advanceTimeBy(Duration.ofMillis(1));
		this.granted.clear();
		assertThatThrownBy(this::attempt).hasMessage("Full.");
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(failures).hasValue(1);
		assertThat(this.granted).hasSize(1);
	}

	private static ProviderException overload() {
		return new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "Overloaded.", details(503, null), null);
	}

	private void rejectTokens() {
		AttemptPermit permit = running(10);
		permit.failed(rejection(Kind.TOKENS, null));
	}

	private double rate() {
		Double rate = this.adaptive.status().get(0).requestsPerSecond();
		return (rate != null) ? rate : Double.NaN;
	}

	/**
	 * So many are accepted, and then one is rejected.
	 */
	private void reject(int accepted) {
		AttemptPermit last = running(accepted + 1);
		last.failed(rejection(Kind.REQUESTS, null));
		this.time.advanceTimeBy(Duration.ofMillis(1));
	}

	private AttemptPermit running(int count) {
		AttemptPermit permit = permit();
		for (int i = 1; i < count; i++) {
			permit = permit();
		}
		return permit;
	}

	@Test
	void madeUpNamesLeaveRoomForRealOnes() {
		this.pacer = this.adaptive
			.withSettings(new PacingSettings(Duration.ofSeconds(2), 1000, Duration.ofSeconds(130), 10));
		reject(10);
		for (int i = 0; i < 1000; i++) {
			this.time.advanceTimeBy(Duration.ofMillis(1));
			attempt("made-up-" + i).permit.failed(new ValidationException(ErrorCode.UNSUPPORTED_MODEL, null,
					"No such model.", details(404, null), null));
		}
		assertThat(this.adaptive.status()).hasSize(10)
			.extracting(PacingStatus::model)
			.contains("model", "made-up-999", "made-up-991");
		AttemptPermit real = attempt("real").permit;
		real.failed(rejection(Kind.REQUESTS, null));
		for (int i = 0; i < 1000; i++) {
			attempt("made-up-" + i).permit.cancelled();
		}
		assertThat(attempts(3)).as("known").anyMatch((attempt) -> attempt.permit == null);
		assertThat(List.of(attempt("real"), attempt("real"), attempt("real"))).as("learned meanwhile")
			.anyMatch((attempt) -> attempt.permit == null);
	}

	@Test
	void modelsInUseKeepTheirPlaces() {
		this.pacer = this.adaptive
			.withSettings(new PacingSettings(Duration.ofSeconds(2), 1000, Duration.ofSeconds(130), 3));
		List<Attempt> running = List.of(attempt("a"), attempt("b"), attempt("c"));
		assertThat(attempt("d").permit).as("passes freely").isNotNull();
		assertThat(this.adaptive.status()).extracting(PacingStatus::model).containsExactlyInAnyOrder("a", "b", "c");
		running.get(1).permit.completed(null);
		attempt("d");
		assertThat(this.adaptive.status()).extracting(PacingStatus::model).containsExactlyInAnyOrder("a", "d", "c");
	}

	private AttemptPermit permit() {
		Attempt attempt = attempt();
		while (attempt.permit == null) {
			this.time.advanceTimeBy(Duration.ofMillis(100));
		}
		return attempt.permit;
	}

	private List<Attempt> attempts(int count) {
		List<Attempt> attempts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			attempts.add(attempt());
		}
		return attempts;
	}

	private Attempt attempt() {
		return attempt("call", 1, CallPriority.INTERACTIVE);
	}

	private Attempt attempt(String model) {
		return attempt(model, "call", 1, CallPriority.INTERACTIVE);
	}

	private Attempt attempt(String name, int number, CallPriority priority) {
		return attempt("model", name, number, priority);
	}

	private Attempt attempt(String model, String name, int number, CallPriority priority) {
		Attempt attempt = new Attempt(name, this.granted);
		BackendCall call = new BackendCall("client", BackendCall.Operation.CHAT, false, model, name,
				priority.apply(Context.empty()));
		attempt.place = this.pacer.acquire(new AttemptRequest(call, number, 400, null), attempt);
		return attempt;
	}

	private static RateLimits.Limit limit(double limit) {
		return new RateLimits.Limit(limit, 1.0, null, null);
	}

	private static RateLimitException rejection(Kind kind, @Nullable RateLimits limits) {
		return new RateLimitException(kind, null, "Too many.", details(429, limits), null);
	}

	private static ErrorDetails details(int status, @Nullable RateLimits limits) {
		return new ErrorDetails("Together AI", "model", status, null, null, null, null, limits, Map.of(), null, 1);
	}

	/**
	 * Fails to provide the first bucket.
	 */
	private record ScriptedStore(AtomicInteger failures, Set<String> budgets) implements PacingStore {

		@Override
		public CompletionStage<Exchange> exchange(String budget, long sent, @Nullable String expected,
				@Nullable String next) {
			this.budgets.add(budget);
			return CompletableFuture.completedFuture(new Exchange(next, 1_800_000_000_000_000_000L, List.of()));
		}

		@Override
		public PacingBucket bucket(String budget, long id, long nanosPerUnit, LongSupplier clock) {
			if (this.failures.getAndIncrement() == 0) {
				throw new IllegalStateException("Full.");
			}
			this.failures.set(1);
			return new LocalBucket(nanosPerUnit, clock);
		}

	}

	private static final class Attempt implements PermitReceiver {

		private final String name;

		private final List<String> granted;

		private AttemptPermit permit;

		private AdapterException refusal;

		private Disposable place;

		private Attempt(String name, List<String> granted) {
			this.name = name;
			this.granted = granted;
		}

		@Override
		public void granted(AttemptPermit permit) {
			this.permit = permit;
			this.granted.add(this.name);
		}

		@Override
		public void refused(AdapterException reason) {
			this.refusal = reason;
		}

	}

}
