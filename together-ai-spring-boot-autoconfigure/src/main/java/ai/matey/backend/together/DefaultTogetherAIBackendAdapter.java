package ai.matey.backend.together;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendObserver;
import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.endpoint.AvailabilityProbe;
import ai.matey.backend.together.endpoint.CallCosts;
import ai.matey.backend.together.endpoint.ChatCalls;
import ai.matey.backend.together.endpoint.ChatEndpoint;
import ai.matey.backend.together.endpoint.CompletionEndpoint;
import ai.matey.backend.together.endpoint.EmbedEndpoint;
import ai.matey.backend.together.endpoint.ImageEndpoint;
import ai.matey.backend.together.endpoint.JsonCalls;
import ai.matey.backend.together.endpoint.KnownModels;
import ai.matey.backend.together.endpoint.ModelCatalogue;
import ai.matey.backend.together.endpoint.ModelCatalogues;
import ai.matey.backend.together.endpoint.ModelReader;
import ai.matey.backend.together.endpoint.RerankEndpoint;
import ai.matey.backend.together.http.BaseUrl;
import ai.matey.backend.together.http.InFlightCalls;
import ai.matey.backend.together.http.JsonResponseReader;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRCost;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * Default {@link TogetherAIBackendAdapter}, which delegates to one class per endpoint.
 * The endpoints are created by the first call, so that application startup does not load
 * classes that only calls need.
 */
final class DefaultTogetherAIBackendAdapter implements TogetherAIBackendAdapter {

	private static final AdapterMetadata METADATA = new AdapterMetadata(NAME, PROVIDER,
			new AdapterCapabilities(true, true, true, true, true, false, true, true));

	/**
	 * The maximum time to wait for the release of connections after the calls have ended.
	 */
	private static final Duration RELEASE_TIME = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(DefaultTogetherAIBackendAdapter.class);

	private final TogetherClient client;

	private final ChatDefaults defaults;

	private final Supplier<TogetherExchange> exchange;

	private final Clock clock;

	private final BackendObserver observer;

	private final AtomicReference<@Nullable Endpoints> endpoints = new AtomicReference<>();

	DefaultTogetherAIBackendAdapter(TogetherClient client, ChatDefaults defaults, Supplier<TogetherExchange> exchange,
			Clock clock, BackendObserver observer) {
		this.client = client;
		this.defaults = defaults;
		this.exchange = exchange;
		this.clock = clock;
		this.observer = observer;
	}

	@Override
	public AdapterMetadata metadata() {
		return METADATA;
	}

	@Override
	public String clientName() {
		return this.client.name();
	}

	@Override
	public InetSocketAddress server() {
		return BaseUrl.server(this.client.baseUrl());
	}

	@Override
	public @Nullable Instant modelsFetchedAt() {
		return endpoints().models().fetchedAt();
	}

	@Override
	public @Nullable String defaultModel() {
		return this.client.defaultModel();
	}

	@Override
	public Mono<AIModel> model(String id) {
		Endpoints endpoints = endpoints();
		return endpoints.known().get(id, endpoints.models().list(ListModelsOptions.ALL));
	}

	@Override
	public Mono<IRCost> cost(IRImageRequest request) {
		return Mono.justOrEmpty((request.model() != null) ? request.model() : defaultModel())
			.flatMap(this::model)
			.flatMap((known) -> Mono.justOrEmpty(known.pricing()))
			.flatMap((pricing) -> Mono.justOrEmpty(ImageEndpoint.cost(request, pricing)));
	}

	@Override
	public @Nullable AIModel cachedModel(String id) {
		AIModel model = endpoints().known().find(id);
		return (model != null) ? model.withRefused(this.client.refusedModels().find(id) != null) : null;
	}

	@Override
	public RefusedModels refusedModels() {
		return this.client.refusedModels();
	}

	@Override
	public Mono<String> keyIdentity() {
		return KeyIdentity.of(this.client.apiKeySupplier());
	}

	@Override
	public IRChatRequest withDefaults(IRChatRequest request) {
		return this.defaults.apply(request);
	}

	@Override
	public Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream) {
		return endpoints().chat().fromIR(withDefaults(request), stream);
	}

	@Override
	public IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request) {
		return endpoints().chat().toIR(body, request);
	}

	@Override
	public Mono<IRChatResponse> execute(IRChatRequest request) {
		IRChatRequest complete = withDefaults(request);
		return this.observer.observe(Operation.CHAT, complete, tracked(endpoints().chat().execute(complete)));
	}

	@Override
	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		IRChatRequest complete = withDefaults(request);
		return this.observer.observeStream(Operation.CHAT, complete,
				tracked(endpoints().chat().executeStream(complete)));
	}

	@Override
	public Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return this.observer.observe(Operation.COMPLETION, request,
				tracked(endpoints().completions().complete(request)));
	}

	@Override
	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return this.observer.observeStream(Operation.COMPLETION, request,
				tracked(endpoints().completions().completeStream(request)));
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return this.observer.observe(Operation.EMBEDDINGS, request, tracked(endpoints().embeddings().embed(request)));
	}

	@Override
	public Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return this.observer.observe(Operation.RERANK, request, tracked(endpoints().reranking().rerank(request)));
	}

	@Override
	public Mono<IRImageResponse> generateImages(IRImageRequest request) {
		return this.observer.observe(Operation.IMAGES, request, tracked(endpoints().images().generate(request)));
	}

	@Override
	public Mono<ListModelsResult> listModels(ListModelsOptions options) {
		Endpoints endpoints = endpoints();
		return (options.dedicated() ? endpoints.dedicatedModels() : endpoints.models()).list(options);
	}

	@Override
	public Mono<Void> checkAvailability() {
		return Mono.defer(() -> endpoints().probe().check());
	}

	@Override
	public CompletionStage<Void> drain() {
		return endpoints().exchange().inFlightCalls().drain();
	}

	@Override
	public CompletionStage<Void> shutdown() {
		return endpoints().exchange().inFlightCalls().close();
	}

	/**
	 * Waits only as long as running calls and the release of connections may take, and
	 * not at all on a thread that must not block, so that the application can always
	 * stop.
	 */
	@Override
	public void close() {
		InFlightCalls calls = endpoints().exchange().inFlightCalls();
		CompletableFuture<Void> closed = calls.close();
		if (Schedulers.isInNonBlockingThread()) {
			return;
		}
		try {
			closed.get(calls.grace().plus(RELEASE_TIME).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("The Together AI client '{}' is still releasing its connections", this.client.name());
		}
		catch (InterruptedException ex) {
			calls.endAll();
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The client could not be closed", ex);
		}
	}

	/**
	 * Return a call that, when subscribed to, also keeps the list of models fresh for
	 * later calls.
	 */
	private <T> Mono<T> tracked(Mono<T> call) {
		return !this.client.isCatalogueKept() ? call : Mono.deferContextual((context) -> {
			keepFresh(context);
			return call;
		});
	}

	private <T> Flux<T> tracked(Flux<T> call) {
		return !this.client.isCatalogueKept() ? call : Flux.deferContextual((context) -> {
			keepFresh(context);
			return call;
		});
	}

	private void keepFresh(ContextView context) {
		Endpoints endpoints = endpoints();
		endpoints.known().keepFresh(context, endpoints.models().list(ListModelsOptions.ALL));
	}

	/**
	 * Uses no lock, because it is called by threads that must not block. If two threads
	 * create the endpoints at once, nothing is lost: new endpoints have no state.
	 */
	private Endpoints endpoints() {
		Endpoints endpoints = this.endpoints.get();
		if (endpoints != null) {
			return endpoints;
		}
		Endpoints created = Endpoints.of(this.client, this.exchange.get(), this.clock);
		Endpoints other = this.endpoints.compareAndExchange(null, created);
		return (other != null) ? other : created;
	}

	/**
	 * The objects that make the calls.
	 *
	 * @param exchange the exchange of every call
	 * @param chat plain and streamed chats
	 * @param completions plain and streamed text completions
	 * @param embeddings embeddings of texts
	 * @param reranking reranking of documents
	 * @param images generation of images
	 * @param models the lists of models
	 * @param dedicatedModels the lists of models for dedicated endpoints
	 * @param known the models of all lists
	 * @param probe the check whether the provider is available
	 */
	private record Endpoints(TogetherExchange exchange, ChatEndpoint chat, CompletionEndpoint completions,
			EmbedEndpoint embeddings, RerankEndpoint reranking, ImageEndpoint images, ModelCatalogues models,
			ModelCatalogues dedicatedModels, KnownModels known, AvailabilityProbe probe) {

		static Endpoints of(TogetherClient client, TogetherExchange exchange, Clock clock) {
			KnownModels known = new KnownModels(client.modelsCacheTtl(), clock, Schedulers.boundedElastic());
			CallCosts costs = new CallCosts(known, client.listener());
			ChatCalls chatCalls = new ChatCalls(client, exchange, costs, clock);
			JsonCalls jsonCalls = new JsonCalls(client, exchange, costs, clock);
			String model = client.defaultModel();
			ModelCatalogues models = models(client, exchange, clock, "/models", (listed) -> {
				known.listed(listed);
				client.listener().modelsListed(client.name(), listed);
			});
			AvailabilityProbe probe = new AvailabilityProbe(
					get(client, exchange, Operation.WHOAMI, "/whoami", (body) -> true),
					models.list(ListModelsOptions.ALL.refreshed()));
			return new Endpoints(exchange, new ChatEndpoint(chatCalls, model), new CompletionEndpoint(chatCalls, model),
					new EmbedEndpoint(jsonCalls, model), new RerankEndpoint(jsonCalls, model),
					new ImageEndpoint(jsonCalls, model), models,
					models(client, exchange, clock, "/models?dedicated=true", known::listed), known, probe);
		}

		private static ModelCatalogues models(TogetherClient client, TogetherExchange exchange, Clock clock,
				String path, Consumer<List<AIModel>> listed) {
			return new ModelCatalogues(client.apiKeySupplier(), client.deadlines().connect(),
					(key) -> new ModelCatalogue(
							get(client, exchange.withApiKeySupplier(key), Operation.MODELS, path, ModelReader::read),
							client.modelsCacheTtl(), clock, client.refusedModels(), listed));
		}

		private static <T> Mono<T> get(TogetherClient client, TogetherExchange exchange, Operation operation,
				String path, Function<JsonNode, @Nullable T> reader) {
			return Mono.defer(() -> exchange.<T>call(ProviderRequest.get(operation, path).build(),
					(attempt, head) -> new JsonResponseReader<>(attempt, head, exchange.errors(),
							client.maxInMemorySize(), (body) -> reader.apply(body.json()))));
		}

	}

}
