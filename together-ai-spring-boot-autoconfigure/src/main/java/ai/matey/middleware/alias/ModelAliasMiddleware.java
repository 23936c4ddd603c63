package ai.matey.middleware.alias;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.RefusedModels;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
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
 * stands for its first model and fails with it.
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
		Alias alias = find(request.model());
		return (alias == null) ? chain.next(request) : Mono.defer(() -> chat(walk(alias, request), chain));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		Alias alias = find(request.model());
		return (alias == null) ? chain.next(request) : Flux.defer(() -> stream(walk(alias, request), chain));
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

	private Mono<IRChatResponse> chat(AliasWalk walk, Chain chain) {
		return chain.next(walk.request())
			.doOnNext((response) -> walk.served())
			.onErrorResume(AdapterException.class,
					(failure) -> walk.movesOn(failure) ? chat(walk, chain) : Mono.error(failure));
	}

	private Flux<IRStreamChunk> stream(AliasWalk walk, StreamChain chain) {
		return chain.next(walk.request())
			.doOnNext((chunk) -> walk.served())
			.onErrorResume(AdapterException.class,
					(failure) -> walk.movesOn(failure) ? stream(walk, chain) : Flux.error(failure));
	}

	private @Nullable Alias find(@Nullable String model) {
		String name = (model != null) ? model : this.defaultModel;
		return (name != null) ? this.aliases.get(name) : null;
	}

	private AliasWalk walk(Alias alias, IRChatRequest request) {
		return new AliasWalk(alias, request, this.policy, this.refused, this.hints, this.listener);
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
