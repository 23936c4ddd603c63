package ai.matey.middleware.budget;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Keeps calls within a budget. Before a call is sent, its maximum cost is reserved, based
 * on an {@link ApproximateTokens estimate} of its prompt and on its limit of output
 * tokens. When it ends, the actual cost replaces the reservation. A call that would
 * exceed the budget is not sent and fails with an
 * {@link ai.matey.errors.AuthorizationException} with code
 * {@link ai.matey.errors.ErrorCode#QUOTA_EXCEEDED}.
 * <ul>
 * <li>A response with usage counts its cost, one without usage counts its estimate.</li>
 * <li>A request that the provider rejected costs nothing.</li>
 * <li>A stream that failed or was cancelled counts its prompt and what was received of
 * the response; a plain call whose outcome is unknown counts its estimate.</li>
 * </ul>
 * It belongs after a cache and after aliases, so that it sees the actual model and only
 * the calls that are sent. Retries of the backend are not separate calls. Thread-safe.
 */
public final class BudgetMiddleware implements ChatMiddleware {

	private final BudgetLedger ledger;

	private final PriceSource prices;

	private final int assumedOutputTokens;

	private final boolean unpricedRefused;

	BudgetMiddleware(BudgetLedger ledger, PriceSource prices, int assumedOutputTokens, boolean unpricedRefused) {
		this.ledger = ledger;
		this.prices = prices;
		this.assumedOutputTokens = assumedOutputTokens;
		this.unpricedRefused = unpricedRefused;
	}

	/**
	 * Create a builder of a middleware.
	 * @param owner the owner of the budget, such as the name of a client
	 * @param prices the source of the prices of models
	 * @return a new builder
	 */
	public static BudgetMiddlewareBuilder builder(String owner, PriceSource prices) {
		return new BudgetMiddlewareBuilder(owner, prices);
	}

	@Override
	public String name() {
		return "budget";
	}

	/**
	 * Return the status of the owner's budget.
	 * @return the status, or empty if only tenants have a budget
	 */
	public Mono<BudgetStatus> status() {
		return this.ledger.status();
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return Mono.usingWhen(reserve(request), (call) -> chain.next(request).doOnNext(call::received),
				BudgetCall::completed, BudgetCall::failed, BudgetCall::unknown);
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return Flux.usingWhen(reserve(request), (call) -> chain.next(request).doOnNext(call::received),
				BudgetCall::completed, BudgetCall::failed, BudgetCall::cancelled);
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request, EmbedChain chain) {
		long tokens = request.input().stream().mapToLong(ApproximateTokens::text).sum();
		return Mono.usingWhen(reserve(request.model(), tokens, 0),
				(call) -> chain.next(request).doOnNext(call::received), BudgetCall::completed, BudgetCall::failed,
				BudgetCall::unknown);
	}

	private Mono<BudgetCall> reserve(IRChatRequest request) {
		return Mono.defer(() -> {
			Integer maxTokens = request.parameters().maxTokens();
			Integer n = request.parameters().n();
			long output = (long) ((maxTokens != null) ? maxTokens : this.assumedOutputTokens) * ((n != null) ? n : 1);
			return reserve(request.model(), ApproximateTokens.prompt(request), output);
		});
	}

	private Mono<BudgetCall> reserve(@Nullable String model, long promptTokens, long outputTokens) {
		return Mono.deferContextual((context) -> this.prices.price(model)
			.flatMap((pricing) -> reserve(model, new BudgetEstimate(pricing, promptTokens, outputTokens),
					this.ledger.windows(context)))
			.switchIfEmpty(Mono.defer(() -> unpriced(model))));
	}

	private Mono<BudgetCall> reserve(@Nullable String model, BudgetEstimate estimate,
			List<BudgetLedger.Entry> entries) {
		return !estimate.isPriced() ? Mono.empty() : this.ledger.reserve(model, entries, estimate.units())
			.thenReturn(new BudgetCall(this.ledger, entries, estimate));
	}

	private Mono<BudgetCall> unpriced(@Nullable String model) {
		if (this.unpricedRefused) {
			return Mono.error(() -> this.ledger.unpriced(model));
		}
		this.ledger.listener().unpriced(this.ledger.owner(), (model != null) ? model : "default");
		return Mono.just(new BudgetCall(this.ledger, List.of(), BudgetEstimate.NOTHING));
	}

}
