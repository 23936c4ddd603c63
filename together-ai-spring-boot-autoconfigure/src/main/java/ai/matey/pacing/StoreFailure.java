package ai.matey.pacing;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be used, and why in words.
 */
public final class StoreFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message why, to be read after "does not respond: "
	 * @param cause the cause, or {@code null}
	 */
	public StoreFailure(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Put a failure into words.
	 * @param failure the failure
	 * @return the deepest message, which says most
	 */
	static String describe(Throwable failure) {
		Throwable deepest = failure;
		while (deepest.getCause() != null && !(deepest instanceof StoreFailure) && (deepest.getCause() != deepest
				|| deepest instanceof CompletionException || deepest instanceof ExecutionException)) {
			deepest = deepest.getCause();
		}
		String message = deepest.getMessage();
		return (message != null && !message.isBlank()) ? message : deepest.getClass().getSimpleName();
	}

}
