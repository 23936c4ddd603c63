package ai.matey.errors;

/**
 * The specific reason for a failure.
 *
 * @since 0.1.0
 */
public enum ErrorCode {

	/** The provider refused the key. */
	INVALID_API_KEY(ErrorCategory.AUTHENTICATION),

	/** No key was configured; nothing was sent. */
	MISSING_API_KEY(ErrorCategory.AUTHENTICATION),

	/** The source of the key failed or was too slow; nothing was sent. */
	API_KEY_UNAVAILABLE(ErrorCategory.AUTHENTICATION),

	/** The key lacks the permission. */
	INSUFFICIENT_PERMISSIONS(ErrorCategory.AUTHORIZATION),

	/** Credits or a spending limit are used up. */
	QUOTA_EXCEEDED(ErrorCategory.AUTHORIZATION),

	/** Too many requests or tokens within a period. */
	RATE_LIMIT_EXCEEDED(ErrorCategory.RATE_LIMIT),

	/** The request is invalid. */
	INVALID_REQUEST(ErrorCategory.VALIDATION),

	/** The model is unknown or cannot be called with this key. */
	UNSUPPORTED_MODEL(ErrorCategory.VALIDATION),

	/** The request needs a feature that the provider does not support. */
	UNSUPPORTED_FEATURE(ErrorCategory.VALIDATION),

	/** The prompt and the response do not fit into the model's context. */
	CONTEXT_LENGTH_EXCEEDED(ErrorCategory.VALIDATION),

	/** The provider failed. */
	PROVIDER_ERROR(ErrorCategory.PROVIDER),

	/** The provider took too long. */
	PROVIDER_TIMEOUT(ErrorCategory.PROVIDER),

	/** The provider has no capacity at the moment. */
	PROVIDER_OVERLOADED(ErrorCategory.PROVIDER),

	/** The provider's response could not be understood. */
	ADAPTER_CONVERSION_ERROR(ErrorCategory.ADAPTER),

	/** The connection failed. */
	NETWORK_ERROR(ErrorCategory.NETWORK),

	/** No connection was established in time. */
	CONNECTION_TIMEOUT(ErrorCategory.NETWORK),

	/** The host name could not be resolved. */
	DNS_RESOLUTION_FAILED(ErrorCategory.NETWORK),

	/** The client was closed, or is being closed. */
	CLIENT_CLOSED(ErrorCategory.NETWORK),

	/** A run with tools reached one of its limits. */
	TOOL_LIMIT_EXCEEDED(ErrorCategory.TOOL),

	/** A run with tools took too long. */
	TOOL_TIMEOUT(ErrorCategory.TOOL),

	/** A tool call needs an approval that cannot be requested here. */
	TOOL_APPROVAL_REQUIRED(ErrorCategory.TOOL),

	/** A pending run is unknown, was altered, or has already been resumed. */
	TOOL_RUN_NOT_PENDING(ErrorCategory.TOOL),

	/** The store of pending runs failed. */
	TOOL_RUN_STORE_FAILED(ErrorCategory.TOOL),

	/** The model's response does not match the requested type. */
	INVALID_OBJECT(ErrorCategory.ADAPTER),

	/** A stream ended before the response was complete. */
	STREAM_INTERRUPTED(ErrorCategory.STREAMING),

	/** A stream contained something that is not part of a response. */
	STREAM_PARSE_ERROR(ErrorCategory.STREAMING);

	private final ErrorCategory category;

	ErrorCode(ErrorCategory category) {
		this.category = category;
	}

	/**
	 * Return the category of this code.
	 * @return the category
	 */
	public ErrorCategory category() {
		return this.category;
	}

}
