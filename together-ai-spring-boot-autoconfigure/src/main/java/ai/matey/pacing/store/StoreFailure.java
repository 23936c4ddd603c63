package ai.matey.pacing.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store cannot be used.
 *
 * @since 0.1.0
 */
public final class StoreFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message the reason, phrased to follow "does not respond: "
	 * @param cause the cause, or {@code null}
	 */
	public StoreFailure(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
