package ai.matey.errors;

/**
 * Groups of {@link ErrorCode}s.
 */
public enum ErrorCategory {

	/** Who is asking. */
	AUTHENTICATION,

	/** What the asker may do. */
	AUTHORIZATION,

	/** How often. */
	RATE_LIMIT,

	/** What was asked. */
	VALIDATION,

	/** The provider itself. */
	PROVIDER,

	/** Translation from or to the provider's format. */
	ADAPTER,

	/** The way to the provider. */
	NETWORK,

	/** A stream that had begun. */
	STREAMING,

	/** Running tools. */
	TOOL

}
