package ai.matey.pacing;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store cannot be used.
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

	/**
	 * Describe a failure.
	 * @param failure the failure
	 * @return the most specific message: the deepest one that is not part of another
	 */
	static String describe(Throwable failure) {
		Throwable deepest = failure;
		while (deepest.getCause() != null && deepest.getCause() != deepest && !(deepest instanceof StoreFailure)
				&& (isWrapper(deepest) || !message(deepest).contains(message(deepest.getCause())))) {
			deepest = deepest.getCause();
		}
		return message(deepest);
	}

	private static boolean isWrapper(Throwable failure) {
		return failure instanceof CompletionException || failure instanceof ExecutionException;
	}

	private static String message(Throwable failure) {
		String message = failure.getMessage();
		return (message != null && !message.isBlank()) ? message : failure.getClass().getSimpleName();
	}

}
