package ai.matey.errors;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;

/**
 * Thrown when a call has failed. The message says what happened, for which model and what
 * to do; it contains neither a key nor a prompt. {@link #details()} returns the facts.
 *
 * @since 0.1.0
 */
public abstract class AdapterException extends RuntimeException {

	private final ErrorCode code;

	private final boolean retryable;

	private final ErrorDetails details;

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	protected AdapterException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(message, cause);
		this.code = Objects.requireNonNull(code, "code must not be null");
		this.retryable = retryable;
		this.details = Objects.requireNonNull(details, "details must not be null");
	}

	/**
	 * Return the error code.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

	/**
	 * Return the category of the {@link #code()}.
	 * @return the category
	 */
	public ErrorCategory category() {
		return this.code.category();
	}

	/**
	 * Return whether the same request may succeed later, unchanged.
	 * @return {@code true} if trying again makes sense
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * Return the details of the failure.
	 * @return the details
	 */
	public ErrorDetails details() {
		return this.details;
	}

	/**
	 * Return the HTTP status.
	 * @return the status, or {@code null} if there was no response
	 */
	public @Nullable Integer status() {
		return this.details.status();
	}

	/**
	 * Return the provider's message. It may repeat parts of the prompt, so take care when
	 * logging it.
	 * @return the message, or {@code null}
	 */
	public @Nullable String providerMessage() {
		return this.details.providerMessage();
	}

	/**
	 * Return the error type that the provider reported.
	 * @return the type, or {@code null}
	 */
	public @Nullable String providerType() {
		return this.details.providerType();
	}

	/**
	 * Return the error code that the provider reported.
	 * @return the code, or {@code null}
	 */
	public @Nullable String providerCode() {
		return this.details.providerCode();
	}

	/**
	 * Return the request id assigned by the provider, which its support will ask for.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.details.requestId();
	}

	/**
	 * Return the rate limits that the provider reported.
	 * @return the limits, or {@code null}
	 */
	public @Nullable RateLimits rateLimits() {
		return this.details.rateLimits();
	}

	/**
	 * Return the headers of the response.
	 * @return the headers with names in lower case; empty if there was no response
	 */
	public Map<String, List<String>> headers() {
		return this.details.headers();
	}

	/**
	 * Return the beginning of the response body. It may repeat parts of the prompt, so
	 * take care when logging it.
	 * @return the body, or {@code null}
	 */
	public @Nullable String body() {
		return this.details.body();
	}

}
