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

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.BackendCall;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * One object for each endpoint behind one interface; no state of its own beside the
 * catalogue of models.
 */
final class DefaultTogetherAIBackendAdapter implements TogetherAIBackendAdapter {

	private static final AdapterMetadata METADATA = new AdapterMetadata(NAME, PROVIDER,
			new AdapterCapabilities(true, true, true, true, true, false, true, true));

	/** How long the release of connections is awaited after the calls have ended. */
	private static final Duration RELEASE_TIME = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(DefaultTogetherAIBackendAdapter.class);

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final ChatEndpoint chat;

	private final CompletionEndpoint completions;

	private final EmbedEndpoint embeddings;

	private final RerankEndpoint reranking;

	private final ImageEndpoint images;

	private final ModelCatalogue models;

	DefaultTogetherAIBackendAdapter(TogetherClient client, TogetherExchange exchange, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		AnswerCalls answers = new AnswerCalls(client, exchange, clock);
		PlainCalls plain = new PlainCalls(client, exchange, clock);
		this.chat = new ChatEndpoint(answers, client.defaultModel());
		this.completions = new CompletionEndpoint(answers, client.defaultModel());
		this.embeddings = new EmbedEndpoint(plain);
		this.reranking = new RerankEndpoint(plain);
		this.images = new ImageEndpoint(plain);
		this.models = new ModelCatalogue(fetchModels(), client.modelsCacheTtl(), clock);
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
		return this.models.fetchedAt();
	}

	@Override
	public Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream) {
		return this.chat.fromIR(request, stream);
	}

	@Override
	public IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request) {
		return this.chat.toIR(body, request);
	}

	@Override
	public Mono<IRChatResponse> execute(IRChatRequest request) {
		return this.chat.execute(request);
	}

	@Override
	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return this.chat.executeStream(request);
	}

	@Override
	public Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return this.completions.complete(request);
	}

	@Override
	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return this.completions.completeStream(request);
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return this.embeddings.embed(request);
	}

	@Override
	public Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return this.reranking.rerank(request);
	}

	@Override
	public Mono<IRImageResponse> generateImages(IRImageRequest request) {
		return this.images.generate(request);
	}

	@Override
	public Mono<ListModelsResult> listModels(ListModelsOptions options) {
		return this.models.list(options);
	}

	@Override
	public CompletionStage<Void> shutdown() {
		return this.exchange.running().close();
	}

	/**
	 * Waits no longer than running calls may take and releasing reasonably takes, and not
	 * at all on a thread that must not wait: an application must be able to stop.
	 */
	@Override
	public void close() {
		RunningCalls running = this.exchange.running();
		CompletableFuture<Void> closed = running.close();
		if (Schedulers.isInNonBlockingThread()) {
			return;
		}
		try {
			closed.get(running.grace().plus(RELEASE_TIME).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("The Together AI client '{}' is still releasing its connections", this.client.name());
		}
		catch (InterruptedException ex) {
			running.endAll();
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The client could not be closed", ex);
		}
	}

	private Mono<List<AIModel>> fetchModels() {
		IRDeadlines deadlines = this.client.deadlines();
		return Mono.defer(() -> {
			Outbound outbound = new Outbound(BackendCall.Operation.MODELS, false, null,
					IRMetadata.builder().build().requestId(), HttpMethod.GET, "/models", null, deadlines, List::of);
			return this.exchange
				.<List<AIModel>>call(outbound,
						(attempt) -> new JsonReader<>(attempt, this.exchange, deadlines, this.client.maxInMemorySize(),
								(body, headers) -> ModelReader.read(body.json())))
				.single();
		});
	}

}
