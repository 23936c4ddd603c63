package ai.matey.ir;

/**
 * How vectors get a wished number of dimensions if the provider cannot make them so.
 */
public enum DimensionStrategy {

	/**
	 * Cuts off the last components of longer vectors and brings the rest to length 1
	 * again. Right for models that were trained for it (Matryoshka), approximate for
	 * others. Shorter vectors stay as they are.
	 */
	TRUNCATE,

	/** Like {@link #TRUNCATE}, and adds zeros to shorter vectors. */
	PAD,

	/** Refuses the request before it is sent. */
	NATIVE_ONLY

}
