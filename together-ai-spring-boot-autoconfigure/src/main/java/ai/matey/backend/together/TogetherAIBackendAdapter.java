package ai.matey.backend.together;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendAdapter;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;

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
	String NAME = "together-ai-backend";

	/** The provider's name by the OpenTelemetry conventions' pattern. */
	String PROVIDER = "together_ai";

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
	 * The name of the client that this adapter is.
	 * @return the name, {@code default} unless another one was given
	 */
	String clientName();

	/**
	 * The server that this adapter asks.
	 * @return host and port, unresolved
	 */
	InetSocketAddress server();

	/**
	 * When the cached list of models was fetched.
	 * @return the time, or {@code null} if it never was
	 */
	@Nullable Instant modelsFetchedAt();

	/**
	 * Ends the adapter without waiting for it. New calls fail from now on; running ones
	 * get the time of {@link TogetherAIBackendAdapterBuilder#shutdownGrace}, then they
	 * end with an error; at last the connections are given back. May be called more than
	 * once.
	 * @return completes when all this is done
	 */
	CompletionStage<Void> shutdown();

	/**
	 * Does what {@link #shutdown} does and waits until it is done, except on threads that
	 * must not wait, such as event loops.
	 */
	@Override
	void close();

}
