package ai.matey.errors;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Too many requests or tokens in a time. Retryable after {@link #retryAfter()}.
 */
public class RateLimitException extends AdapterException {

	private final Kind kind;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param kind which limit was exceeded
	 * @param retryAfter how long to wait, or {@code null} if the provider did not say
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public RateLimitException(Kind kind, @Nullable Duration retryAfter, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(ErrorCode.RATE_LIMIT_EXCEEDED, true, message, details, cause);
		this.kind = kind;
		this.retryAfter = retryAfter;
	}

	/**
	 * Which limit was exceeded.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * How long to wait before the next request.
	 * @return the wait that the provider asked for, or {@code null} if it did not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Which limit was exceeded.
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
