package ai.matey.middleware.budget;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRResponse;
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
 *
 * @since 0.1.0
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
		return counted(reserve(request), () -> chain.next(request));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return countedStream(reserve(request), () -> chain.next(request));
	}

	@Override
	public Mono<IRChatResponse> complete(IRCompletionRequest request, CompletionChain chain) {
		return counted(reserve(request), () -> chain.next(request));
	}

	@Override
	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request, CompletionStreamChain chain) {
		return countedStream(reserve(request), () -> chain.next(request));
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request, EmbedChain chain) {
		return counted(reserve(request, () -> ApproximateTokens.texts(request.input()), 0), () -> chain.next(request));
	}

	@Override
	public Mono<IRRerankResponse> rerank(IRRerankRequest request, RerankChain chain) {
		return counted(reserve(request, () -> ApproximateTokens.prompt(request), 0), () -> chain.next(request));
	}

	@Override
	public Mono<IRImageResponse> generateImages(IRImageRequest request, ImageChain chain) {
		Mono<BudgetEstimate> estimate = Mono.defer(() -> this.prices.price(request)).map(BudgetEstimate::of);
		return counted(reserve(request.model(), estimate), () -> chain.next(request));
	}

	private <R extends IRResponse> Mono<R> counted(Mono<BudgetCall> reserved, Supplier<Mono<R>> call) {
		return Mono.usingWhen(reserved, (counting) -> call.get().doOnNext(counting::received), BudgetCall::completed,
				BudgetCall::failed, BudgetCall::unknown);
	}

	private Flux<IRStreamChunk> countedStream(Mono<BudgetCall> reserved, Supplier<Flux<IRStreamChunk>> call) {
		return Flux.usingWhen(reserved, (counting) -> call.get().doOnNext(counting::received), BudgetCall::completed,
				BudgetCall::failed, BudgetCall::cancelled);
	}

	private Mono<BudgetCall> reserve(IRChatRequest request) {
		return reserve(request, () -> ApproximateTokens.prompt(request), outputTokens(request.parameters()));
	}

	private Mono<BudgetCall> reserve(IRCompletionRequest request) {
		return reserve(request, () -> ApproximateTokens.text(request.prompt()), outputTokens(request.parameters()));
	}

	private long outputTokens(IRParameters parameters) {
		Integer maxTokens = parameters.maxTokens();
		Integer n = parameters.n();
		return (long) ((maxTokens != null) ? maxTokens : this.assumedOutputTokens) * ((n != null) ? n : 1);
	}

	private Mono<BudgetCall> reserve(IRRequest request, LongSupplier promptTokens, long outputTokens) {
		return reserve(request.model(), Mono.defer(() -> this.prices.price(request.model()))
			.map((pricing) -> new BudgetEstimate(pricing, promptTokens.getAsLong(), outputTokens)));
	}

	private Mono<BudgetCall> reserve(@Nullable String model, Mono<BudgetEstimate> estimate) {
		return Mono.deferContextual(
				(context) -> estimate.flatMap((known) -> reserve(model, known, this.ledger.windows(context)))
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
		this.ledger.listener().unpriced(this.ledger.owner(), model);
		return Mono.just(new BudgetCall(this.ledger, List.of(), BudgetEstimate.NOTHING));
	}

}
