package ai.matey.ir;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Through which parts a request or an answer came.
 *
 * @param frontend the frontend adapter, or {@code null} for a caller that spoke IR
 * @param backend the backend adapter, or {@code null} before one was asked
 * @param middleware names of the middleware in order
 */
public record IRProvenance(@Nullable String frontend, @Nullable String backend, List<String> middleware) {

	/** Nothing known yet. */
	public static final IRProvenance NONE = new IRProvenance(null, null, List.of());

	public IRProvenance {
		middleware = List.copyOf(middleware);
	}

	/**
	 * The same with a frontend.
	 * @param frontend the frontend adapter's name
	 * @return the copy
	 */
	public IRProvenance withFrontend(String frontend) {
		return new IRProvenance(frontend, this.backend, this.middleware);
	}

	/**
	 * The same with a backend.
	 * @param backend the backend adapter's name
	 * @return the copy
	 */
	public IRProvenance withBackend(String backend) {
		return new IRProvenance(this.frontend, backend, this.middleware);
	}

}
