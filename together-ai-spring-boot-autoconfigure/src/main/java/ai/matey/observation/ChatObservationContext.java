package ai.matey.observation;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRUsage;

/**
 * What is known about one call to a model while it is observed. Conventions, handlers and
 * filters read it; it is filled while the call runs, and complete when the observation
 * stops. Values are published safely between the threads of a call.
 * <p>
 * It is a sender's context so that its span is one of a client. Nothing is injected here:
 * the HTTP call has an observation of its own, below this one.
 */
public final class ChatObservationContext extends SenderContext<Object> {

	private final IRChatRequest request;

	private final boolean streaming;

	private final String provider;

	private final StreamTimes streamTimes = new StreamTimes();

	private volatile @Nullable BackendCall call;

	private volatile @Nullable IRChatResponse response;

	private volatile @Nullable IRMetadata metadata;

	private volatile @Nullable IRUsage usage;

	private volatile @Nullable Outcome outcome;

	ChatObservationContext(IRChatRequest request, boolean streaming, String provider) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.request = request;
		this.streaming = streaming;
		this.provider = provider;
		setCarrier(request);
		setRemoteServiceName(provider);
	}

	/**
	 * The request as the caller made it.
	 * @return the request
	 */
	public IRChatRequest request() {
		return this.request;
	}

	/**
	 * Whether the answer comes chunk by chunk.
	 * @return whether it is a stream
	 */
	public boolean isStreaming() {
		return this.streaming;
	}

	/**
	 * The provider that is asked.
	 * @return its name by the OpenTelemetry conventions' pattern
	 */
	public String provider() {
		return this.provider;
	}

	/**
	 * The name of the client that makes the call.
	 * @return the name, or {@code null} if no backend was asked so far
	 */
	public @Nullable String client() {
		BackendCall call = this.call;
		return (call != null) ? call.client() : null;
	}

	/**
	 * The model that is asked: the backend's default if the request names none.
	 * @return the model, or {@code null} if unknown
	 */
	public @Nullable String requestModel() {
		BackendCall call = this.call;
		return (call != null && call.model() != null) ? call.model() : this.request.model();
	}

	/**
	 * The model that answered.
	 * @return the model, or {@code null} if unknown
	 */
	public @Nullable String responseModel() {
		IRMetadata metadata = metadata();
		return (metadata != null) ? metadata.model() : null;
	}

	/**
	 * The server that is asked.
	 * @return its address, unresolved, or {@code null} if unknown
	 */
	public @Nullable InetSocketAddress server() {
		BackendCall call = this.call;
		return (call != null) ? call.server() : null;
	}

	/**
	 * The answer.
	 * @return the answer; after an error what came before it; {@code null} if nothing
	 * came or the call was cancelled
	 */
	public @Nullable IRChatResponse response() {
		IRChatResponse response = this.response;
		if (response == null && getError() instanceof StreamException failure) {
			return failure.partialResponse();
		}
		return response;
	}

	/**
	 * What is known about the answer beside its content.
	 * @return the metadata, or {@code null} if nothing came
	 */
	public @Nullable IRMetadata metadata() {
		IRChatResponse response = response();
		return (response != null) ? response.metadata() : this.metadata;
	}

	/**
	 * The tokens used as the provider counted them.
	 * @return the last figures that came, or {@code null} if none did
	 */
	public @Nullable IRUsage usage() {
		IRChatResponse response = response();
		return (response != null && response.usage() != null) ? response.usage() : this.usage;
	}

	/**
	 * How the call ended. A stream that is cancelled after its last chunk is a success.
	 * @return the outcome, or {@code null} while it runs
	 */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	/**
	 * The time from the subscription to a stream's first chunk.
	 * @return the time, or {@code null} for a plain call or if no chunk came
	 */
	public @Nullable Duration timeToFirstChunk() {
		return this.streamTimes.toFirstChunk();
	}

	/**
	 * How many chunks of text, reasoning and tool calls a stream delivered.
	 * @return the number, 0 for a plain call
	 */
	public long outputChunks() {
		return this.streamTimes.outputChunks();
	}

	StreamTimes streamTimes() {
		return this.streamTimes;
	}

	void started(BackendCall call) {
		this.call = call;
		InetSocketAddress server = call.server();
		if (server != null) {
			setRemoteServiceAddress("//" + server.getHostString() + ":" + server.getPort());
		}
	}

	void response(IRChatResponse response) {
		this.response = response;
	}

	void metadata(IRMetadata metadata) {
		this.metadata = metadata;
	}

	void usage(@Nullable IRUsage usage) {
		if (usage != null) {
			this.usage = usage;
		}
	}

	void outcome(Outcome outcome) {
		this.outcome = outcome;
	}

}
