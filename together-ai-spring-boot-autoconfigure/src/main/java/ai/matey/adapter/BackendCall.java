package ai.matey.adapter;

import java.net.InetSocketAddress;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import ai.matey.ir.Names;

/**
 * A call to a provider, as listeners see it. Retries are part of the same call.
 *
 * @param client the name of the client that makes the call
 * @param operation the operation
 * @param streaming whether the response is streamed
 * @param model the requested model, or {@code null}
 * @param requestId the request id set by the caller
 * @param context the subscriber's Reactor context
 * @param server the unresolved address of the server, or {@code null} if unknown
 * @since 0.1.0
 */
public record BackendCall(String client, Operation operation, boolean streaming, @Nullable String model,
		String requestId, ContextView context, @Nullable InetSocketAddress server) {

	public BackendCall {
		Objects.requireNonNull(client, "client must not be null");
		Objects.requireNonNull(operation, "operation must not be null");
		Objects.requireNonNull(requestId, "requestId must not be null");
		model = Names.cut(model);
		Objects.requireNonNull(context, "context must not be null");
	}

	/**
	 * Create a call to an unknown server.
	 * @param client the name of the client that makes the call
	 * @param operation the operation
	 * @param streaming whether the response is streamed
	 * @param model the requested model, or {@code null}
	 * @param requestId the request id set by the caller
	 * @param context the subscriber's Reactor context
	 */
	public BackendCall(String client, Operation operation, boolean streaming, @Nullable String model, String requestId,
			ContextView context) {
		this(client, operation, streaming, model, requestId, context, null);
	}

	/**
	 * Create a call that has no subscription.
	 * @param client the name of the client that makes the call
	 * @param operation the operation
	 * @param model the requested model, or {@code null}
	 * @return the call
	 */
	public static BackendCall of(String client, Operation operation, @Nullable String model) {
		return new BackendCall(client, operation, false, model, "", Context.empty());
	}

	/**
	 * Shows only identifiers, since the context may contain anything.
	 */
	@Override
	public String toString() {
		return "BackendCall[client=" + this.client + ", operation=" + this.operation + ", streaming=" + this.streaming
				+ ", model=" + this.model + ", requestId=" + this.requestId + "]";
	}

	/**
	 * The operation that a call requests.
	 */
	public enum Operation {

		/** Chat completion. */
		CHAT,

		/** Text completion. */
		COMPLETION,

		/** Embeddings of texts. */
		EMBEDDINGS,

		/** Ranking of documents by relevance. */
		RERANK,

		/** Image generation. */
		IMAGES,

		/** List of models. */
		MODELS,

		/** Check that the provider is available and accepts the key. */
		WHOAMI;

		/**
		 * Return whether the operation runs a model, which takes capacity and credit.
		 * @return {@code false} for operations that only query the provider itself
		 */
		public boolean isInference() {
			return this != MODELS && this != WHOAMI;
		}

	}

}
