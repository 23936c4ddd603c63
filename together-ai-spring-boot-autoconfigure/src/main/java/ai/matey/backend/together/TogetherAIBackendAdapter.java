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
 * Client of <a href="https://docs.together.ai">Together AI</a>. Thread-safe. With Spring
 * Boot it is a bean; without Spring Boot, create it with a builder:
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
 */
public interface TogetherAIBackendAdapter extends BackendAdapter, AutoCloseable {

	/** The name of the adapter in provenance and warnings. */
	String NAME = ProviderNames.ADAPTER;

	/** The name of the provider, following the OpenTelemetry conventions. */
	String PROVIDER = ProviderNames.PROVIDER;

	/**
	 * Create a builder of an adapter.
	 * @return a new builder
	 */
	static TogetherAIBackendAdapterBuilder builder() {
		return new TogetherAIBackendAdapterBuilder();
	}

	/**
	 * Return the JSON body that would be sent for a request, without sending it.
	 * @param request the request
	 * @param stream whether the response would be streamed
	 * @return the JSON body as plain Java values
	 * @throws ai.matey.errors.ValidationException if the request cannot be translated
	 */
	Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream);

	/**
	 * Translate a JSON response to IR.
	 * @param body the JSON body of a response that is not streamed, as plain Java values
	 * @param request the request that it responds to
	 * @return the response in IR
	 * @throws ai.matey.errors.AdapterException if the body is not a valid response or
	 * contains an error
	 */
	IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request);

	/**
	 * Continue a text, for models without a chat template.
	 * @param request the text and the parameters
	 * @return the continuation as the response's text, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IRChatResponse> complete(IRCompletionRequest request);

	/**
	 * Continue a text as a stream.
	 * @param request the text and the parameters
	 * @return the chunks in the same form as from {@link #executeStream}, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Flux<IRStreamChunk> completeStream(IRCompletionRequest request);

	/**
	 * Return the embeddings of texts. Together documents no field for the number of
	 * dimensions (as of April 2026), so a requested number is reached by the
	 * {@link ai.matey.ir.DimensionStrategy}, with a warning. More than 256 texts are sent
	 * in several consecutive requests unless {@link IREmbedRequest#maxBatchSize()} is
	 * set; each request has the deadlines and retries of a separate call.
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
	 * Check that the provider can be reached and accepts the key, which costs no tokens.
	 * The check uses {@code GET /whoami} where the server supports it, otherwise the list
	 * of models.
	 * @return completes if the check succeeds, otherwise fails with an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Mono<Void> checkAvailability();

	/**
	 * Return the name of this client.
	 * @return the name, {@code default} unless another one was set
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
	 * Return a model from the list of models. The list comes from the cache; if none is
	 * cached it is fetched, for ten seconds at most and at most once a minute.
	 * @param id the model's name
	 * @return the model, or empty if the list does not contain it or is unavailable
	 */
	Mono<AIModel> model(String id);

	/**
	 * Return the cost of images at the prices of the list of models, without generating
	 * them. The list is fetched as by {@link #model}.
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
	 * Return the memory of recently refused models.
	 * @return the memory of this adapter, used to mark the models that it lists
	 */
	RefusedModels refusedModels();

	/**
	 * Return an identity that distinguishes API keys.
	 * @return a digest of the key used with the subscriber's Reactor context, or empty if
	 * there is no key
	 */
	Mono<String> keyIdentity();

	/**
	 * Start the {@link TogetherAIBackendAdapterBuilder#shutdownGrace grace period}, after
	 * which running calls end with an error and new ones are rejected. Until then, or
	 * until {@link #shutdown}, new calls are accepted, since running calls may lead to
	 * them.
	 * @return a stage that completes when no call is running or the period is over
	 */
	default CompletionStage<Void> drain() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Shut the adapter down without waiting. New calls fail immediately. Running calls
	 * have the {@link TogetherAIBackendAdapterBuilder#shutdownGrace grace period},
	 * measured from {@link #drain} if that was called, and then end with an error.
	 * Finally the connections are released. May be called more than once.
	 * @return a stage that completes when the shutdown is complete
	 */
	CompletionStage<Void> shutdown();

	/**
	 * Shut the adapter down as {@link #shutdown} does and wait for completion, except on
	 * threads that must not block, such as event loops.
	 */
	@Override
	void close();

}
