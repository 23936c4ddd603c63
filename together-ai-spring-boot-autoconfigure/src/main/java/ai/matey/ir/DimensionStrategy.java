package ai.matey.ir;

/**
 * How to reach the requested number of dimensions if the provider cannot.
 *
 * @since 0.1.0
 */
public enum DimensionStrategy {

	/**
	 * Truncate longer vectors and normalize the rest to length 1. This is exact for
	 * models that were trained for it (Matryoshka) and approximate for others. Shorter
	 * vectors are left unchanged.
	 */
	TRUNCATE,

	/** Like {@link #TRUNCATE}, but also pad shorter vectors with zeros. */
	PAD,

	/** Reject the request before it is sent. */
	NATIVE_ONLY

}
