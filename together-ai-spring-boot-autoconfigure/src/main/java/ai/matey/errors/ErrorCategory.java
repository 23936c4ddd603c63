package ai.matey.errors;

/**
 * Category of an {@link ErrorCode}.
 *
 * @since 0.1.0
 */
public enum ErrorCategory {

	/** The identity of the caller. */
	AUTHENTICATION,

	/** The permissions and the credit of the caller. */
	AUTHORIZATION,

	/** The rate of requests or tokens. */
	RATE_LIMIT,

	/** The request. */
	VALIDATION,

	/** The provider itself. */
	PROVIDER,

	/** Translation from or to the provider's format. */
	ADAPTER,

	/** The connection to the provider. */
	NETWORK,

	/** A stream that had started. */
	STREAMING,

	/** The execution of tools. */
	TOOL

}
