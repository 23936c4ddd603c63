package ai.matey.observation;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRUsage;

/**
 * The context of one observed call to a model, for conventions, handlers and filters. It
 * is filled while the call runs and complete when the observation stops. Values are
 * published safely between the threads of a call.
 * <p>
 * It is a {@link SenderContext} so that its span is a client span. Nothing is injected,
 * since the HTTP call has a separate observation below this one.
 *
 * @since 0.1.0
 */
public final class GenAiObservationContext extends SenderContext<Object> {

	private final BackendCall.Operation operation;

	private final IRRequest request;

	private final boolean streaming;

	private final String provider;

	private final StreamTimes streamTimes = new StreamTimes();

	private @Nullable Observation observation;

	private volatile @Nullable BackendCall call;

	private volatile @Nullable IRResponse response;

	private volatile @Nullable IRMetadata metadata;

	private volatile @Nullable IRUsage usage;

	private volatile @Nullable Outcome outcome;

	GenAiObservationContext(BackendCall.Operation operation, IRRequest request, boolean streaming, String provider) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.operation = operation;
		this.request = request;
		this.streaming = streaming;
		this.provider = provider;
		setCarrier(request);
		setRemoteServiceName(provider);
	}

	/**
	 * Return the observation of a call found in a Reactor context.
	 */
	static @Nullable GenAiObservationContext current(ContextView subscriber) {
		Observation current = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return (current != null && current.getContextView() instanceof GenAiObservationContext context) ? context
				: null;
	}

	/**
	 * Return the operation.
	 * @return the operation
	 */
	public BackendCall.Operation operation() {
		return this.operation;
	}

	/**
	 * Return the request as the caller made it.
	 * @return the request
	 */
	public IRRequest request() {
		return this.request;
	}

	/**
	 * Return whether the response is streamed.
	 * @return whether it is streamed
	 */
	public boolean isStreaming() {
		return this.streaming;
	}

	/**
	 * Return the name of the provider.
	 * @return the name, following the OpenTelemetry conventions
	 */
	public String provider() {
		return this.provider;
	}

	/**
	 * Return the name of the client that makes the call.
	 * @return the name, or {@code null} if no backend has been called yet
	 */
	public @Nullable String client() {
		BackendCall call = this.call;
		return (call != null) ? call.client() : null;
	}

	/**
	 * Return the requested model, or the backend's default if the request does not name
	 * one.
	 * @return the model, or {@code null} if unknown
	 */
	public @Nullable String requestModel() {
		BackendCall call = this.call;
		return (call != null && call.model() != null) ? call.model() : this.request.model();
	}

	/**
	 * Return the model that responded.
	 * @return the model, or {@code null} if unknown
	 */
	public @Nullable String responseModel() {
		IRMetadata metadata = metadata();
		return (metadata != null) ? metadata.model() : null;
	}

	/**
	 * Return the address of the server.
	 * @return the unresolved address, or {@code null} if unknown
	 */
	public @Nullable InetSocketAddress server() {
		BackendCall call = this.call;
		return (call != null) ? call.server() : null;
	}

	/**
	 * Return the response.
	 * @return the response, partial after an error; {@code null} if nothing was received
	 * or the call was cancelled
	 */
	public @Nullable IRResponse response() {
		IRResponse response = this.response;
		if (response == null && getError() instanceof StreamException failure) {
			return failure.partialResponse();
		}
		return response;
	}

	/**
	 * Return the metadata of the response.
	 * @return the metadata, or {@code null} if nothing was received
	 */
	public @Nullable IRMetadata metadata() {
		IRResponse response = response();
		return (response != null) ? response.metadata() : this.metadata;
	}

	/**
	 * Return the tokens used, as counted by the provider.
	 * @return the latest usage, or {@code null} if none was received
	 */
	public @Nullable IRUsage usage() {
		IRResponse response = response();
		return (response != null && response.usage() != null) ? response.usage() : this.usage;
	}

	/**
	 * Return the outcome of the call. A stream that is cancelled after its last chunk
	 * counts as a success.
	 * @return the outcome, or {@code null} while it runs
	 */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return the time from the subscription to the first chunk of a stream.
	 * @return the time, or {@code null} for a plain call or if no chunk was received
	 */
	public @Nullable Duration timeToFirstChunk() {
		return this.streamTimes.toFirstChunk();
	}

	/**
	 * Return the number of chunks of text, reasoning and tool calls that a stream
	 * delivered.
	 * @return the number, 0 for a plain call
	 */
	public long outputChunks() {
		return this.streamTimes.outputChunks();
	}

	StreamTimes streamTimes() {
		return this.streamTimes;
	}

	/**
	 * Return the observation of this context.
	 */
	@Nullable Observation observation() {
		return this.observation;
	}

	void observation(Observation observation) {
		this.observation = observation;
	}

	void started(BackendCall call) {
		this.call = call;
		InetSocketAddress server = call.server();
		if (server != null) {
			setRemoteServiceAddress("//" + server.getHostString() + ":" + server.getPort());
		}
	}

	void response(IRResponse response) {
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
