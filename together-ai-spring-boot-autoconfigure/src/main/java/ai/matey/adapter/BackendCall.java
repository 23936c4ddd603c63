package ai.matey.adapter;

import java.net.InetSocketAddress;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import ai.matey.ir.Names;

/**
 * One call to a provider, as its listeners see it. Retries belong to the same call.
 *
 * @param client the name of the client that makes it
 * @param operation what is asked
 * @param streaming whether the answer comes chunk by chunk
 * @param model the model that is asked, or {@code null}
 * @param requestId the caller's id of the request
 * @param context the subscriber's Reactor context
 * @param server the server that is asked, unresolved, or {@code null} if unknown
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
	 * A call to a server that is not known.
	 * @param client the name of the client that makes it
	 * @param operation what is asked
	 * @param streaming whether the answer comes chunk by chunk
	 * @param model the model that is asked, or {@code null}
	 * @param requestId the caller's id of the request
	 * @param context the subscriber's Reactor context
	 */
	public BackendCall(String client, Operation operation, boolean streaming, @Nullable String model, String requestId,
			ContextView context) {
		this(client, operation, streaming, model, requestId, context, null);
	}

	/**
	 * A call outside any subscription.
	 * @param client the name of the client that makes it
	 * @param operation what is asked
	 * @param model the model that is asked, or {@code null}
	 * @return the call
	 */
	public static BackendCall of(String client, Operation operation, @Nullable String model) {
		return new BackendCall(client, operation, false, model, "", Context.empty());
	}

	/**
	 * Shows identifiers only: the context may hold anything.
	 */
	@Override
	public String toString() {
		return "BackendCall[client=" + this.client + ", operation=" + this.operation + ", streaming=" + this.streaming
				+ ", model=" + this.model + ", requestId=" + this.requestId + "]";
	}

	/**
	 * What is asked of a provider.
	 */
	public enum Operation {

		/** An answer to a conversation. */
		CHAT,

		/** The continuation of a text. */
		COMPLETION,

		/** Vectors for texts. */
		EMBEDDINGS,

		/** Documents sorted by relevance. */
		RERANK,

		/** Images. */
		IMAGES,

		/** The list of models. */
		MODELS,

		/** Whether the provider is there and accepts the key. */
		WHOAMI;

		/**
		 * Whether a model does work for it, which takes capacity and credit.
		 * @return {@code false} for what is asked about the provider itself
		 */
		public boolean isInference() {
			return this != MODELS && this != WHOAMI;
		}

	}

}
