package ai.matey.errors;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when there were too many requests or tokens within a period. Retryable after
 * {@link #retryAfter()}.
 *
 * @since 0.1.0
 */
public class RateLimitException extends AdapterException {

	private final Kind kind;

	private final @Nullable Duration retryAfter;

	/**
	 * Create the exception.
	 * @param kind the limit that was exceeded
	 * @param retryAfter how long to wait, or {@code null} if the provider did not say
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public RateLimitException(Kind kind, @Nullable Duration retryAfter, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(ErrorCode.RATE_LIMIT_EXCEEDED, true, message, details, cause);
		this.kind = kind;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the limit that was exceeded.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return how long to wait before the next request.
	 * @return the wait that the provider requested, or {@code null} if it did not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * The limit that was exceeded.
	 */
	public enum Kind {

		/** Too many requests. */
		REQUESTS,

		/** Too many tokens. */
		TOKENS,

		/** The provider did not say. */
		UNKNOWN

	}

}
