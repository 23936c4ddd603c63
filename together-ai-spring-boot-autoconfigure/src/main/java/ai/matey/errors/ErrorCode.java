package ai.matey.errors;

/**
 * What exactly went wrong.
 */
public enum ErrorCode {

	/** The provider refused the key. */
	INVALID_API_KEY(ErrorCategory.AUTHENTICATION),

	/** No key was configured; nothing was sent. */
	MISSING_API_KEY(ErrorCategory.AUTHENTICATION),

	/** The key's source failed or was too slow; nothing was sent. */
	API_KEY_UNAVAILABLE(ErrorCategory.AUTHENTICATION),

	/** The key may not do this. */
	INSUFFICIENT_PERMISSIONS(ErrorCategory.AUTHORIZATION),

	/** Credits or a spending limit are used up. */
	QUOTA_EXCEEDED(ErrorCategory.AUTHORIZATION),

	/** Too many requests or tokens in a time. */
	RATE_LIMIT_EXCEEDED(ErrorCategory.RATE_LIMIT),

	/** The request is wrong. */
	INVALID_REQUEST(ErrorCategory.VALIDATION),

	/** The model is unknown or cannot be called with this key. */
	UNSUPPORTED_MODEL(ErrorCategory.VALIDATION),

	/** The request asks for what the provider cannot express. */
	UNSUPPORTED_FEATURE(ErrorCategory.VALIDATION),

	/** Prompt and answer do not fit into the model's context. */
	CONTEXT_LENGTH_EXCEEDED(ErrorCategory.VALIDATION),

	/** The provider failed. */
	PROVIDER_ERROR(ErrorCategory.PROVIDER),

	/** The provider took too long. */
	PROVIDER_TIMEOUT(ErrorCategory.PROVIDER),

	/** The provider has no capacity at the moment. */
	PROVIDER_OVERLOADED(ErrorCategory.PROVIDER),

	/** The provider's answer could not be understood. */
	ADAPTER_CONVERSION_ERROR(ErrorCategory.ADAPTER),

	/** The connection failed. */
	NETWORK_ERROR(ErrorCategory.NETWORK),

	/** No connection within the time allowed. */
	CONNECTION_TIMEOUT(ErrorCategory.NETWORK),

	/** The host's name is unknown. */
	DNS_RESOLUTION_FAILED(ErrorCategory.NETWORK),

	/** The client was closed, or is being closed. */
	CLIENT_CLOSED(ErrorCategory.NETWORK),

	/** A run with tools reached one of its bounds. */
	TOOL_LIMIT_EXCEEDED(ErrorCategory.TOOL),

	/** A run with tools took too long. */
	TOOL_TIMEOUT(ErrorCategory.TOOL),

	/** A call of a tool needs an approval that cannot be asked for here. */
	TOOL_APPROVAL_REQUIRED(ErrorCategory.TOOL),

	/** A pending run was resumed before, was altered, or is unknown. */
	TOOL_RUN_NOT_PENDING(ErrorCategory.TOOL),

	/** The model's response is not of the type that was asked for. */
	INVALID_OBJECT(ErrorCategory.ADAPTER),

	/** A stream ended before the answer did. */
	STREAM_INTERRUPTED(ErrorCategory.STREAMING),

	/** A stream held something that is not an answer. */
	STREAM_PARSE_ERROR(ErrorCategory.STREAMING);

	private final ErrorCategory category;

	ErrorCode(ErrorCategory category) {
		this.category = category;
	}

	/**
	 * The group that it belongs to.
	 * @return the category
	 */
	public ErrorCategory category() {
		return this.category;
	}

}
