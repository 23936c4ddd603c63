package ai.matey.middleware.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.StreamException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ModelPricing;
import ai.matey.middleware.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Prices are chosen so that a token costs a millionth of a dollar.
 */
class BudgetMiddlewareTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ModelPricing PRICING = new ModelPricing(1.0, 1.0, null, Map.of());

	/** 5 bytes and a message: 2 + 4 tokens. */
	private static final IRChatRequest REQUEST = IRChatRequest.builder()
		.model("priced")
		.user("Hello")
		.parameters((parameters) -> parameters.maxTokens(94))
		.build();

	private static final int ESTIMATE = 100;

	private final ScriptedBackend backend = new ScriptedBackend();

	private final InMemoryBudgetStore store = new InMemoryBudgetStore();

	private final List<String> told = new ArrayList<>();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T10:59:00Z"));

	@Test
	void callCountsWhatItCost() {
		BudgetMiddleware budget = builder(1000).build();
		bridge(budget).chat(REQUEST).block(PATIENCE);
		assertThat(spent(budget)).isEqualTo(15);
	}

	@Test
	void callThatWouldExceedTheBudgetIsNotSent() {
		Bridge bridge = bridge(builder(110).build());
		bridge.chat(REQUEST).block(PATIENCE);
		assertThatExceptionOfType(AuthorizationException.class).isThrownBy(() -> bridge.chat(REQUEST).block(PATIENCE))
			.withMessageContaining("0.00011 USD")
			.withMessageContaining("0.000015 USD are spent")
			.withMessageContaining("may cost 0.0001 USD")
			.withMessageContaining("2026-11-01T11:00:00Z")
			.satisfies((failure) -> {
				assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
				assertThat(failure.isRetryable()).isFalse();
				assertThat(failure.getMessage()).doesNotContain("Hello");
			});
		assertThat(this.backend.requests).hasSize(1);
		assertThat(this.told).containsExactly("refused client 'test'");
	}

	@Test
	void nextPeriodBeginsAnew() {
		Bridge bridge = bridge(builder(110).build());
		bridge.chat(REQUEST).block(PATIENCE);
		this.now.set(Instant.parse("2026-11-01T11:00:00Z"));
		bridge.chat(REQUEST).block(PATIENCE);
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void requestThatTheProviderRefusedCostsNothing() {
		BudgetMiddleware budget = builder(1000).build();
		this.backend.chat((request) -> Mono.error(ScriptedBackend.failure(ErrorCode.INVALID_REQUEST, 400)));
		assertThatExceptionOfType(AdapterException.class)
			.isThrownBy(() -> bridge(budget).chat(REQUEST).block(PATIENCE));
		assertThat(spent(budget)).isZero();
	}

	@Test
	void callWithUnknownOutcomeCountsItsEstimate() {
		BudgetMiddleware budget = builder(1000).build();
		this.backend.chat((request) -> Mono.error(ScriptedBackend.failure(ErrorCode.NETWORK_ERROR, 0)));
		assertThatExceptionOfType(AdapterException.class)
			.isThrownBy(() -> bridge(budget).chat(REQUEST).block(PATIENCE));
		assertThat(spent(budget)).isEqualTo(ESTIMATE);
		this.backend.chat((request) -> Mono.never());
		Disposable call = bridge(budget).chat(REQUEST).subscribe();
		assertThat(this.backend.requests).hasSize(2);
		call.dispose();
		assertThat(spent(budget)).isEqualTo(2 * ESTIMATE);
	}

	@Test
	void responseWithoutUsageCountsTheEstimate() {
		BudgetMiddleware budget = builder(1000).build();
		this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, null)));
		bridge(budget).chat(REQUEST).block(PATIENCE);
		assertThat(spent(budget)).isEqualTo(ESTIMATE);
	}

	@Test
	void cancelledStreamCountsWhatCame() {
		BudgetMiddleware budget = builder(1000).build();
		this.backend.stream(
				(request) -> Flux
					.<IRStreamChunk>just(new IRStreamChunk.Start(request.metadata()),
							new IRStreamChunk.Content("123456"), new IRStreamChunk.Content("123"))
					.concatWith(Flux.never()));
		StepVerifier.create(bridge(budget).chatStream(REQUEST)).expectNextCount(3).thenCancel().verify(PATIENCE);
		assertThat(spent(budget)).isEqualTo(6 + 3);
	}

	@Test
	void brokenStreamCountsItsUsageIfThatCame() {
		BudgetMiddleware budget = builder(1000).build();
		this.backend.stream((request) -> Flux.error(new StreamException(ErrorCode.STREAM_INTERRUPTED, false,
				ScriptedBackend.response(request, "Hi", FinishReason.UNKNOWN, new IRUsage(6, 1)), "Broken",
				ErrorDetails.of("scripted", null), null)));
		StepVerifier.create(bridge(budget).chatStream(REQUEST)).expectError(StreamException.class).verify(PATIENCE);
		assertThat(spent(budget)).isEqualTo(7);
	}

	@Test
	void completeStreamCountsItsUsage() {
		BudgetMiddleware budget = builder(1000).build();
		StepVerifier.create(bridge(budget).chatStream(REQUEST)).expectNextCount(3).expectComplete().verify(PATIENCE);
		assertThat(spent(budget)).isEqualTo(15);
	}

	@Test
	void embeddingsCountToo() {
		BudgetMiddleware budget = builder(1000).build();
		bridge(budget).embed(IREmbedRequest.builder().model("priced").input(List.of("text")).build()).block(PATIENCE);
		assertThat(spent(budget)).isEqualTo(3);
	}

	@Test
	void requestWithoutALimitOfOutputReservesTheAssumedOne() {
		BudgetMiddleware budget = builder(100).assumedOutputTokens(94).build();
		IRChatRequest open = REQUEST.mutate().parameters((parameters) -> parameters.maxTokens(null)).build();
		bridge(budget).chat(open).block(PATIENCE);
		IRChatRequest two = open.mutate().parameters((parameters) -> parameters.n(2)).build();
		assertThatExceptionOfType(AuthorizationException.class)
			.isThrownBy(() -> bridge(budget).chat(two).block(PATIENCE))
			.withMessageContaining("may cost 0.000194 USD");
	}

	@Test
	void tenantsHaveBudgetsOfTheirOwnBesideTheClients() {
		Bridge bridge = bridge(builder(250).tenantBudget(budget(100), BudgetTenant.ofContext("tenant"))
			.assumedOutputTokens(94)
			.build());
		this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, null)));
		chatAs("red", bridge);
		assertThatExceptionOfType(AuthorizationException.class).isThrownBy(() -> chatAs("red", bridge))
			.withMessageContaining("tenant 'red' of client 'test'");
		chatAs("blue", bridge);
		assertThatExceptionOfType(AuthorizationException.class).isThrownBy(() -> chatAs("green", bridge))
			.withMessageContaining("budget of client 'test'");
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void whatOneBudgetGrantedIsTakenBackIfTheOtherRefuses() {
		BudgetMiddleware budget = builder(1000).tenantBudget(budget(50), (context) -> "red").build();
		assertThatExceptionOfType(AuthorizationException.class)
			.isThrownBy(() -> bridge(budget).chat(REQUEST).block(PATIENCE));
		assertThat(spent(budget)).isZero();
	}

	@Test
	void callsOfModelsWithoutPriceAreSentUncountedOrRefused() {
		IRChatRequest unpriced = REQUEST.mutate().model("unpriced").build();
		BudgetMiddleware open = builder(1000).build();
		bridge(open).chat(unpriced).block(PATIENCE);
		assertThat(spent(open)).isZero();
		assertThat(this.told).containsExactly("unpriced unpriced");
		Bridge strict = bridge(builder(1000).unpricedRefused(true).build());
		assertThatExceptionOfType(AuthorizationException.class).isThrownBy(() -> strict.chat(unpriced).block(PATIENCE))
			.withMessageContaining("price of the model unpriced is not known");
		IRChatRequest unnamed = IRChatRequest.of("Hello!");
		assertThatExceptionOfType(AuthorizationException.class).isThrownBy(() -> strict.chat(unnamed).block(PATIENCE))
			.withMessageContaining("price of the default model is not known");
		assertThat(this.backend.requests).hasSize(1);
	}

	@Test
	void fourFifthsAreToldOnceAPeriod() {
		Bridge bridge = bridge(builder(125).build());
		this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, null)));
		bridge.chat(REQUEST).block(PATIENCE);
		assertThat(this.told).containsExactly("nearly client 'test' 0.0001");
		this.backend.chat(
				(request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, new IRUsage(5, 5))));
		IRChatRequest small = REQUEST.mutate().parameters((parameters) -> parameters.maxTokens(4)).build();
		bridge.chat(small).block(PATIENCE);
		assertThat(this.told).hasSize(1);
	}

	/**
	 * Return a store that treats reservations for tenants differently.
	 */
	private BudgetStore withTenants(UnaryOperator<Mono<BudgetStore.Reservation>> reserve) {
		BudgetStore store = this.store;
		return new BudgetStore() {

			@Override
			public Mono<Reservation> reserve(BudgetWindow window, long amount, long limit) {
				Mono<Reservation> made = store.reserve(window, amount, limit);
				return window.key().contains("/") ? reserve.apply(made) : made;
			}

			@Override
			public Mono<Long> add(BudgetWindow window, long amount) {
				return store.add(window, amount);
			}

			@Override
			public Mono<Long> spent(BudgetWindow window) {
				return store.spent(window);
			}

		};
	}

	@Test
	void whatOneBudgetGrantedIsTakenBackIfTheOtherCannotBeAsked() {
		BudgetStore broken = withTenants((made) -> Mono.error(new IllegalStateException("away")));
		BudgetMiddleware budget = builder(1000).store(broken).tenantBudget(budget(500), (context) -> "red").build();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> bridge(budget).chat(REQUEST).block(PATIENCE))
			.withMessage("away");
		assertThat(spent(budget)).isZero();
	}

	@Test
	void reservationIsGivenBackIfItsCallerCancelsBeforeTheStoreResponds() {
		Sinks.Empty<Void> reply = Sinks.empty();
		BudgetStore slow = withTenants((made) -> made.delayUntil((reservation) -> reply.asMono()));
		BudgetMiddleware budget = builder(1000).store(slow).tenantBudget(budget(500), (context) -> "red").build();
		Disposable call = bridge(budget).chat(REQUEST).subscribe();
		assertThat(spent(budget)).isEqualTo(ESTIMATE);
		call.dispose();
		reply.tryEmitEmpty();
		assertThat(spent(budget)).isZero();
		BudgetWindow red = BudgetWindow.at("test/red", BudgetPeriod.HOUR, this.now.get());
		assertThat(this.store.spent(red).block(PATIENCE)).isZero();
		assertThat(this.backend.requests).isEmpty();
	}

	@Test
	void tenantIsNoClientOfTheSameName() {
		BudgetMiddleware tenants = builder(1000).tenantBudget(budget(150), (context) -> "b").build();
		this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, null)));
		bridge(tenants).chat(REQUEST).block(PATIENCE);
		BudgetMiddleware other = BudgetMiddleware.builder("test/b", (model) -> Mono.just(PRICING))
			.budget(budget(150))
			.store(this.store)
			.clock(Clock.fixed(this.now.get(), ZoneOffset.UTC))
			.build();
		assertThat(spent(other)).isZero();
		bridge(other).chat(REQUEST).block(PATIENCE);
	}

	@Test
	void pricesBelowZeroEarnNothing() {
		BudgetMiddleware budget = BudgetMiddleware
			.builder("test", (model) -> Mono.just(new ModelPricing(1.0, -1e300, null, Map.of())))
			.budget(budget(1000))
			.build();
		this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, null)));
		bridge(budget).chat(REQUEST).block(PATIENCE);
		assertThat(spent(budget)).isZero();
	}

	@Test
	void namesOfTenantsAreLimited() {
		Bridge bridge = bridge(builder(1000).tenantBudget(budget(500), (context) -> "x".repeat(257)).build());
		assertThatIllegalArgumentException().isThrownBy(() -> bridge.chat(REQUEST).block(PATIENCE))
			.withMessageContaining("256 characters but has 257");
		assertThat(this.backend.requests).isEmpty();
	}

	@Test
	void storeThatFailsToBookFailsNoCall() {
		BudgetStore broken = new BudgetStore() {

			@Override
			public Mono<Reservation> reserve(BudgetWindow window, long amount, long limit) {
				return BudgetMiddlewareTests.this.store.reserve(window, amount, limit);
			}

			@Override
			public Mono<Long> add(BudgetWindow window, long amount) {
				return Mono.error(new IllegalStateException("away"));
			}

			@Override
			public Mono<Long> spent(BudgetWindow window) {
				return BudgetMiddlewareTests.this.store.spent(window);
			}

		};
		assertThat(bridge(builder(1000).store(broken).build()).chat(REQUEST).block(PATIENCE)).isNotNull();
	}

	/**
	 * 64 threads want more than the budget allows. What runs at once never exceeds the
	 * budget, and as each call costs its whole estimate, neither does what is spent.
	 */
	@Test
	void manyThreadsTogetherStayWithinTheBudget() throws InterruptedException {
		int affordable = 50;
		int threads = 64;
		BudgetMiddleware budget = builder(affordable * ESTIMATE + ESTIMATE / 2).build();
		Sinks.Empty<Void> end = Sinks.empty();
		this.backend.chat((request) -> end.asMono()
			.then(Mono.just(ScriptedBackend.response(request, "Hi", FinishReason.STOP, new IRUsage(6, 94)))));
		Bridge bridge = bridge(budget);
		AtomicInteger refused = new AtomicInteger();
		AtomicInteger answered = new AtomicInteger();
		CountDownLatch decided = new CountDownLatch(threads * 2 - affordable);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int i = 0; i < threads * 2; i++) {
				executor.execute(() -> bridge.chat(REQUEST)
					.doOnSuccess((response) -> answered.incrementAndGet())
					.doOnError((failure) -> {
						refused.incrementAndGet();
						decided.countDown();
					})
					.subscribe((response) -> {
					}, (failure) -> {
					}));
			}
			assertThat(decided.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(this.backend.requests).hasSizeLessThanOrEqualTo(affordable);
		}
		finally {
			executor.shutdown();
			assertThat(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			end.tryEmitEmpty();
		}
		assertThat(answered).hasValue(affordable);
		assertThat(refused).hasValue(threads * 2 - affordable);
		assertThat(spent(budget)).isEqualTo(affordable * ESTIMATE);
	}

	private BudgetMiddlewareBuilder builder(int micros) {
		return BudgetMiddleware.builder("test", (model) -> "priced".equals(model) ? Mono.just(PRICING) : Mono.empty())
			.provider("scripted")
			.budget(budget(micros))
			.store(this.store)
			.clock(new Clock() {

				@Override
				public Instant instant() {
					return BudgetMiddlewareTests.this.now.get();
				}

				@Override
				public ZoneId getZone() {
					return ZoneOffset.UTC;
				}

				@Override
				public Clock withZone(ZoneId zone) {
					return this;
				}

			})
			.listener(new BudgetListener() {

				@Override
				public void nearlySpent(BudgetStatus status) {
					BudgetMiddlewareTests.this.told
						.add("nearly " + status.subject() + " " + status.spent().toPlainString());
				}

				@Override
				public synchronized void refused(BudgetStatus status) {
					BudgetMiddlewareTests.this.told.add("refused " + status.subject());
				}

				@Override
				public void unpriced(String owner, @Nullable String model) {
					BudgetMiddlewareTests.this.told.add("unpriced " + model);
				}

			});
	}

	private static Budget budget(int micros) {
		return new Budget(BigDecimal.valueOf(micros, 6), BudgetPeriod.HOUR);
	}

	private Bridge bridge(BudgetMiddleware budget) {
		return Bridge.builder(this.backend).middleware(budget).build();
	}

	private static void chatAs(String tenant, Bridge bridge) {
		bridge.chat(REQUEST).contextWrite(Context.of("tenant", tenant)).block(PATIENCE);
	}

	private static long spent(BudgetMiddleware budget) {
		return Objects.requireNonNull(budget.status().block(PATIENCE)).spent().movePointRight(6).longValueExact();
	}

}
