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
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Talks to <a href="https://docs.together.ai">Together AI</a>. Thread-safe. With Spring
 * Boot it is a bean; without:
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

	/** The adapter's name in provenance and warnings. */
	String NAME = ProviderNames.ADAPTER;

	/** The provider's name by the OpenTelemetry conventions' pattern. */
	String PROVIDER = ProviderNames.PROVIDER;

	/**
	 * Starts an adapter.
	 * @return a new builder
	 */
	static TogetherAIBackendAdapterBuilder builder() {
		return new TogetherAIBackendAdapterBuilder();
	}

	/**
	 * What would be sent for a request; nothing is sent.
	 * @param request the request
	 * @param stream whether the answer would be streamed
	 * @return the JSON body as plain Java values
	 * @throws ai.matey.errors.ValidationException if the request cannot be expressed
	 */
	Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream);

	/**
	 * What an answer means.
	 * @param body the JSON body of a plain answer as plain Java values
	 * @param request the request that it answers
	 * @return the answer in IR
	 * @throws ai.matey.errors.AdapterException if it is no answer, or one that tells of
	 * an error
	 */
	IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request);

	/**
	 * Continues a text, for models without a chat template.
	 * @param request the text and how to go on
	 * @return the continuation as the answer's text, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Mono<IRChatResponse> complete(IRCompletionRequest request);

	/**
	 * Continues a text chunk by chunk.
	 * @param request the text and how to go on
	 * @return the chunks as {@link #executeStream} gives them, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Flux<IRStreamChunk> completeStream(IRCompletionRequest request);

	/**
	 * Turns texts into vectors. Together documents no field for the number of dimensions
	 * (as of April 2026), so a wished number is reached as
	 * {@link ai.matey.ir.DimensionStrategy} says, with a warning. More than 256 texts are
	 * sent in several requests one after the other, unless
	 * {@link IREmbedRequest#maxBatchSize()} says otherwise; each has the deadlines and
	 * retries of a call of its own.
	 * @param request the texts
	 * @return the vectors in the order of the texts, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	@Override
	Mono<IREmbedResponse> embed(IREmbedRequest request);

	/**
	 * Sorts documents by their relevance for a query.
	 * @param request the query and the documents
	 * @return the documents, the most relevant first, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Mono<IRRerankResponse> rerank(IRRerankRequest request);

	/**
	 * Makes images.
	 * @param request what they shall show
	 * @return URLs or bytes of the images, or an {@link ai.matey.errors.AdapterException}
	 */
	Mono<IRImageResponse> generateImages(IRImageRequest request);

	/**
	 * Ask whether the provider can be reached and accepts the key, which costs no tokens:
	 * {@code GET /whoami} where the server has it, else the list of models.
	 * @return completes if so, else fails with an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Mono<Void> checkAvailability();

	/**
	 * The name of the client that this adapter is.
	 * @return the name, {@code default} unless another one was given
	 */
	@Override
	String clientName();

	/**
	 * The server that this adapter asks.
	 * @return host and port, unresolved
	 */
	InetSocketAddress server();

	/**
	 * When a list of models was last fetched, with whatever key.
	 * @return the time, or {@code null} if it never was
	 */
	@Nullable Instant modelsFetchedAt();

	/**
	 * Return the model for requests that name none.
	 * @return the model, or {@code null} if there is none
	 */
	@Nullable String defaultModel();

	/**
	 * Return a model as the list of models has it. The list comes from the cache; without
	 * one the provider is asked, for ten seconds at most and at most once a minute.
	 * @param id the model's name
	 * @return the model, or empty if the list has no such model or could not be had
	 */
	Mono<AIModel> model(String id);

	/**
	 * Return a model as the cached list of models has it, however old that is.
	 * @param id the model's name
	 * @return the model, or {@code null} if there is no list or no such model in it
	 */
	@Nullable AIModel cachedModel(String id);

	/**
	 * Return which models were refused lately.
	 * @return the memory of this adapter, which marks the models that it lists
	 */
	RefusedModels refusedModels();

	/**
	 * Return what tells API keys apart.
	 * @return a digest of the key of a call with this Reactor context, or empty if there
	 * is none
	 */
	Mono<String> keyIdentity();

	/**
	 * Start the time of {@link TogetherAIBackendAdapterBuilder#shutdownGrace}, at the end
	 * of which the calls under way end with an error and no more are taken. Until then,
	 * or until {@link #shutdown}, new calls are taken: those under way may lead to them.
	 * @return a stage that completes when no call is under way or the time is over
	 */
	default CompletionStage<Void> drain() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * End the adapter without waiting for it. New calls fail from now on; those under way
	 * get the time of {@link TogetherAIBackendAdapterBuilder#shutdownGrace}, counted from
	 * {@link #drain} if that was called, then they end with an error; at last the
	 * connections are given back. May be called more than once.
	 * @return a stage that completes when all this is done
	 */
	CompletionStage<Void> shutdown();

	/**
	 * Does what {@link #shutdown} does and waits until it is done, except on threads that
	 * must not wait, such as event loops.
	 */
	@Override
	void close();

}
