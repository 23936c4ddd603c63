package ai.matey.ir;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The components that a request or a response has passed through.
 *
 * @param frontend name of the frontend adapter, or {@code null} if the caller used IR
 * @param backend name of the backend adapter, or {@code null} before one was called
 * @param client name of the client, or {@code null} if the backend has none
 * @param middleware names of the middleware in order
 * @since 0.1.0
 */
public record IRProvenance(@Nullable String frontend, @Nullable String backend, @Nullable String client,
		List<String> middleware) {

	/** An empty provenance. */
	public static final IRProvenance NONE = new IRProvenance(null, null, null, List.of());

	public IRProvenance {
		middleware = List.copyOf(middleware);
	}

	/**
	 * Return a copy with a frontend.
	 * @param frontend name of the frontend adapter
	 * @return the copy
	 */
	public IRProvenance withFrontend(String frontend) {
		return new IRProvenance(frontend, this.backend, this.client, this.middleware);
	}

	/**
	 * Return a copy with a backend.
	 * @param backend name of the backend adapter
	 * @return the copy
	 */
	public IRProvenance withBackend(String backend) {
		return new IRProvenance(this.frontend, backend, this.client, this.middleware);
	}

	/**
	 * Return a copy with a client.
	 * @param client name of the client, or {@code null}
	 * @return the copy
	 */
	public IRProvenance withClient(@Nullable String client) {
		return new IRProvenance(this.frontend, this.backend, client, this.middleware);
	}

	/**
	 * Return a copy with middleware.
	 * @param middleware names of the middleware in order
	 * @return the copy
	 */
	public IRProvenance withMiddleware(List<String> middleware) {
		return new IRProvenance(this.frontend, this.backend, this.client, middleware);
	}

}
