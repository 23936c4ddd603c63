package ai.matey.middleware.alias;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.RefusedModels;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Lets requests name a model by an alias. An alias stands for several models, of which
 * the first available one is used. A model that the provider refuses as unavailable is
 * left immediately and skipped for some time; one that is overloaded is left after the
 * backend's own retries. All other failures are passed to the caller, since an invalid
 * key or request is invalid for every model.
 * <p>
 * The prompt is never changed, and a stream never moves on once it has delivered a chunk.
 * The response names the model that responded; if that is not the first choice, an
 * {@link ai.matey.ir.IRWarning.Category#MODEL_SUBSTITUTED} warning explains why.
 * <p>
 * Embeddings of different models cannot be compared, so for embeddings an alias only
 * stands for its first model and fails with it. Completions, reranking and images move on
 * as chats do, but never to a model that is known to be of another kind than the first.
 *
 * <pre>{@code
 * ModelAliasMiddleware aliases = ModelAliasMiddleware.builder()
 *     .alias("fast", List.of("openai/gpt-oss-20b", "meta-llama/Llama-3.3-70B-Instruct-Turbo"))
 *     .build();
 * Bridge bridge = Bridge.builder(together).middleware(aliases).build();
 * bridge.chat(IRChatRequest.builder().model("fast").user("Hi").build());
 * }</pre>
 *
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ModelAliasMiddleware implements ChatMiddleware {

	static final String NAME = "model-aliases";

	private final Map<String, Alias> aliases;

	private final @Nullable String defaultModel;

	private final FallbackPolicy policy;

	private final RefusedModels refused;

	private final ModelHints hints;

	private final FallbackListener listener;

	ModelAliasMiddleware(Map<String, Alias> aliases, @Nullable String defaultModel, FallbackPolicy policy,
			RefusedModels refused, ModelHints hints, FallbackListener listener) {
		this.aliases = new TreeMap<>(aliases);
		this.defaultModel = defaultModel;
		this.policy = policy;
		this.refused = refused;
		this.hints = hints;
		this.listener = listener;
	}

	/**
	 * Create a builder without aliases.
	 * @return a new builder
	 */
	public static ModelAliasMiddlewareBuilder builder() {
		return new ModelAliasMiddlewareBuilder();
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * Return the status of the aliases.
	 * @return one status for each alias, sorted by name
	 */
	public List<AliasStatus> status() {
		return this.aliases.values().stream().map(Alias::status).toList();
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return call(request, ModelAliasMiddleware::substitute, chain::next);
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return stream(request, ModelAliasMiddleware::substitute, chain::next);
	}

	@Override
	public Mono<IRChatResponse> complete(IRCompletionRequest request, CompletionChain chain) {
		return call(request, ModelAliasMiddleware::substitute, chain::next);
	}

	@Override
	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request, CompletionStreamChain chain) {
		return stream(request, ModelAliasMiddleware::substitute, chain::next);
	}

	@Override
	public Mono<IRRerankResponse> rerank(IRRerankRequest request, RerankChain chain) {
		return call(request,
				(asked, model, metadata, deadlines,
						isLeftAtOnce) -> asked.mutate().model(model).metadata(metadata).deadlines(deadlines).build(),
				chain::next);
	}

	@Override
	public Mono<IRImageResponse> generateImages(IRImageRequest request, ImageChain chain) {
		return call(request,
				(asked, model, metadata, deadlines,
						isLeftAtOnce) -> asked.mutate().model(model).metadata(metadata).deadlines(deadlines).build(),
				chain::next);
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request, EmbedChain chain) {
		Alias alias = (request.model() != null) ? this.aliases.get(request.model()) : null;
		if (alias == null) {
			return chain.next(request);
		}
		String model = alias.models().get(0);
		return chain.next(request.mutate().model(model).build())
			.onErrorMap(AdapterException.class,
					(failure) -> RefusedModels.isRefusal(failure) ? notAvailable(alias, model, failure) : failure);
	}

	private <Q extends IRRequest, R> Mono<R> call(Q request, Substitution<Q> substitution, Function<Q, Mono<R>> chain) {
		Alias alias = find(request.model());
		return (alias == null) ? chain.apply(request)
				: Mono.defer(() -> call(walk(alias, request, substitution), chain));
	}

	private <Q extends IRRequest, R> Mono<R> call(AliasWalk<Q> walk, Function<Q, Mono<R>> chain) {
		return chain.apply(walk.request())
			.doOnNext((response) -> walk.served())
			.onErrorResume(AdapterException.class,
					(failure) -> walk.movesOn(failure) ? call(walk, chain) : Mono.error(failure));
	}

	private <Q extends IRRequest> Flux<IRStreamChunk> stream(Q request, Substitution<Q> substitution,
			Function<Q, Flux<IRStreamChunk>> chain) {
		Alias alias = find(request.model());
		return (alias == null) ? chain.apply(request)
				: Flux.defer(() -> stream(walk(alias, request, substitution), chain));
	}

	private <Q extends IRRequest> Flux<IRStreamChunk> stream(AliasWalk<Q> walk,
			Function<Q, Flux<IRStreamChunk>> chain) {
		return chain.apply(walk.request())
			.doOnNext((chunk) -> walk.served())
			.onErrorResume(AdapterException.class,
					(failure) -> walk.movesOn(failure) ? stream(walk, chain) : Flux.error(failure));
	}

	private @Nullable Alias find(@Nullable String model) {
		String name = (model != null) ? model : this.defaultModel;
		return (name != null) ? this.aliases.get(name) : null;
	}

	private <Q extends IRRequest> AliasWalk<Q> walk(Alias alias, Q request, Substitution<Q> substitution) {
		return new AliasWalk<>(alias, request, substitution, this.policy, this.refused, this.hints, this.listener);
	}

	private static IRChatRequest substitute(IRChatRequest request, String model, IRMetadata metadata,
			IRDeadlines deadlines, boolean isLeftAtOnce) {
		IRChatRequest.Builder next = request.mutate().model(model).metadata(metadata).deadlines(deadlines);
		return ((isLeftAtOnce && request.maxAttempts() == null) ? next.maxAttempts(1) : next).build();
	}

	private static IRCompletionRequest substitute(IRCompletionRequest request, String model, IRMetadata metadata,
			IRDeadlines deadlines, boolean isLeftAtOnce) {
		return new IRCompletionRequest(request.prompt(), request.parameters().mutate().model(model).build(), metadata,
				deadlines);
	}

	private static ValidationException notAvailable(Alias alias, String model, AdapterException failure) {
		String others = (alias.models().size() == 1) ? ""
				: " The alias does not move on to "
						+ String.join(", ", alias.models().subList(1, alias.models().size()))
						+ ": vectors of different models cannot be compared.";
		return new ValidationException(failure.code(), "model",
				"The embedding model " + model + " of the alias '" + alias.name() + "' is not available." + others
						+ " Name another model, and embed with it everything that is to be compared.",
				failure.details(), failure);
	}

}
