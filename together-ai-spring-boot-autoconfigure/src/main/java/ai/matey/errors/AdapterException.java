package ai.matey.errors;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;

/**
 * A call that failed. The message says what happened, for which model and what to do; it
 * holds neither key nor prompt. {@link #details()} has the facts.
 */
public abstract class AdapterException extends RuntimeException {

	private final ErrorCode code;

	private final boolean retryable;

	private final ErrorDetails details;

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	protected AdapterException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(message, cause);
		this.code = Objects.requireNonNull(code, "code must not be null");
		this.retryable = retryable;
		this.details = Objects.requireNonNull(details, "details must not be null");
	}

	/**
	 * What exactly went wrong.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

	/**
	 * The group of the {@link #code()}.
	 * @return the category
	 */
	public ErrorCategory category() {
		return this.code.category();
	}

	/**
	 * Whether the same request may succeed later without a change.
	 * @return {@code true} if trying again makes sense
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * The facts.
	 * @return the details
	 */
	public ErrorDetails details() {
		return this.details;
	}

	/**
	 * The HTTP status.
	 * @return the status, or {@code null} if there was no answer
	 */
	public @Nullable Integer status() {
		return this.details.status();
	}

	/**
	 * The provider's own text. It may repeat parts of the prompt: think before logging
	 * it.
	 * @return the text, or {@code null}
	 */
	public @Nullable String providerMessage() {
		return this.details.providerMessage();
	}

	/**
	 * The provider's word for the kind of error.
	 * @return the type, or {@code null}
	 */
	public @Nullable String providerType() {
		return this.details.providerType();
	}

	/**
	 * The provider's code of the error.
	 * @return the code, or {@code null}
	 */
	public @Nullable String providerCode() {
		return this.details.providerCode();
	}

	/**
	 * The provider's id of the request, to quote to its support.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.details.requestId();
	}

	/**
	 * What the provider said about its limits.
	 * @return the limits, or {@code null}
	 */
	public @Nullable RateLimits rateLimits() {
		return this.details.rateLimits();
	}

	/**
	 * The answer's headers.
	 * @return the headers, names in lower case; empty if there was no answer
	 */
	public Map<String, List<String>> headers() {
		return this.details.headers();
	}

	/**
	 * The beginning of the answer's body. It may repeat parts of the prompt: think before
	 * logging it.
	 * @return the body, or {@code null}
	 */
	public @Nullable String body() {
		return this.details.body();
	}

}
