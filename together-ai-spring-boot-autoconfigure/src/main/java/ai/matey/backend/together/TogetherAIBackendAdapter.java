package ai.matey.backend.together;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.RefusedModels;
import ai.matey.ir.AIModel;
import ai.matey.backend.together.wire.ProviderNames;
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

/**
 * Client for <a href="https://docs.together.ai">Together AI</a>. Thread-safe. Spring Boot
 * provides it as a bean; without Spring Boot, create it with a builder:
 *
 * <pre>{@code
 * try (TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
 *         .apiKey(System.getenv("TOGETHER_API_KEY"))
 *         .defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
 *         .build()) {
 *     Bridge bridge = Bridge.builder(together).build();
 *     System.out.println(bridge.chat(IRChatRequest.of("Why is the sky blue?")).block().text());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface TogetherAIBackendAdapter extends BackendAdapter, AutoCloseable {

	/** The name of the adapter in provenance and warnings. */
	String NAME = ProviderNames.ADAPTER;

	/** The name of the provider, following the OpenTelemetry conventions. */
	String PROVIDER = ProviderNames.PROVIDER;

	/**
	 * Create a new builder for an adapter.
	 * @return the builder
	 */
	static TogetherAIBackendAdapterBuilder builder() {
		return new TogetherAIBackendAdapterBuilder();
	}

	/**
	 * Return the JSON body that would be sent for a request. Nothing is sent.
	 * @param request the request
	 * @param stream whether the response would be streamed
	 * @return the JSON body as plain Java values
	 * @throws ai.matey.errors.ValidationException if the request cannot be translated
	 */
	Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream);

	/**
	 * Translate a JSON response to IR.
	 * @param body the JSON body of a response that is not streamed, as plain Java values
	 * @param request the request that led to the response
	 * @return the response in IR
	 * @throws ai.matey.errors.AdapterException if the body is not a valid response or
	 * contains an error
	 */
	IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request);

	/**
	 * Complete a text, for models without a chat template.
	 * @param request the text and the parameters
	 * @return the completion as the text of the response, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IRChatResponse> complete(IRCompletionRequest request);

	/**
	 * Complete a text as a stream.
	 * @param request the text and the parameters
	 * @return the chunks, in the same form as those of {@link #executeStream}, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Flux<IRStreamChunk> completeStream(IRCompletionRequest request);

	/**
	 * Return the embeddings of texts. Together documents no field for the number of
	 * dimensions (as of April 2026), so a requested number is handled by the
	 * {@link ai.matey.ir.DimensionStrategy}, with a warning. Texts are sent in
	 * consecutive requests of at most 256 texts unless
	 * {@link IREmbedRequest#maxBatchSize()} is set; each request has the deadlines and
	 * retries of a separate call.
	 * @param request the texts
	 * @return the embeddings in the order of the texts, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IREmbedResponse> embed(IREmbedRequest request);

	/**
	 * Rank documents by their relevance to a query.
	 * @param request the query and the documents
	 * @return the documents, most relevant first, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IRRerankResponse> rerank(IRRerankRequest request);

	/**
	 * Generate images.
	 * @param request the description of the images
	 * @return the URLs or bytes of the images, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IRImageResponse> generateImages(IRImageRequest request);

	/**
	 * Check that the provider can be reached and accepts the key. The check costs no
	 * tokens. It uses {@code GET /whoami} if the server supports it, otherwise the list
	 * of models.
	 * @return a {@code Mono} that completes if the check succeeds and otherwise fails
	 * with an {@link ai.matey.errors.AdapterException}
	 */
	Mono<Void> checkAvailability();

	/**
	 * Return the name of this client.
	 * @return the name, {@code default} unless set otherwise
	 */
	@Override
	String clientName();

	/**
	 * Return the address of the server.
	 * @return the unresolved host and port
	 */
	InetSocketAddress server();

	/**
	 * Return when a list of models was last fetched, with any key.
	 * @return the time, or {@code null} if it never was
	 */
	@Nullable Instant modelsFetchedAt();

	/**
	 * Return the model for requests that do not name one.
	 * @return the model, or {@code null} if there is none
	 */
	@Nullable String defaultModel();

	/**
	 * Return a model from the cached list of models. If no list is cached, it is fetched,
	 * which takes at most ten seconds and happens at most once a minute.
	 * @param id the model's name
	 * @return the model, or empty if the list does not contain it or is unavailable
	 */
	Mono<AIModel> model(String id);

	/**
	 * Return the cost of images according to the list of models, without generating them.
	 * The list is fetched as described for {@link #model}.
	 * @param request the description of the images
	 * @return the cost, or empty if the price is unknown
	 */
	Mono<IRCost> cost(IRImageRequest request);

	/**
	 * Return a model from the cached list of models, regardless of the age of the list.
	 * @param id the model's name
	 * @return the model, or {@code null} if there is no list or the list does not contain
	 * it
	 */
	@Nullable AIModel cachedModel(String id);

	/**
	 * Return the models that were refused recently.
	 * @return the refused models, which are marked in the lists of models
	 */
	RefusedModels refusedModels();

	/**
	 * Return an identifier that distinguishes API keys without revealing them.
	 * @return a digest of the key used with the subscriber's Reactor context, or empty if
	 * there is no key
	 */
	Mono<String> keyIdentity();

	/**
	 * Start the {@link TogetherAIBackendAdapterBuilder#shutdownGrace grace period}, after
	 * which running calls end with an error and new calls are rejected. Until then, or
	 * until {@link #shutdown}, new calls are still accepted, because running calls may
	 * depend on them.
	 * @return a stage that completes when no call is running or the grace period is over
	 */
	default CompletionStage<Void> drain() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Shut down the adapter without waiting. New calls fail immediately. Running calls
	 * may continue for the {@link TogetherAIBackendAdapterBuilder#shutdownGrace grace
	 * period}, measured from {@link #drain} if that was called, and then end with an
	 * error. Finally, the connections are released. May be called more than once.
	 * @return a stage that completes when the shutdown is complete
	 */
	CompletionStage<Void> shutdown();

	/**
	 * Shut down the adapter as {@link #shutdown} does, and wait until it is complete,
	 * except on threads that must not block, such as event loops.
	 */
	@Override
	void close();

}
