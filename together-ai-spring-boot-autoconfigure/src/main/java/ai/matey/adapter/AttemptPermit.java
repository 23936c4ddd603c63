package ai.matey.adapter;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;

/**
 * The permission to send one attempt. It is held until the attempt has ended, and told
 * how: exactly one of {@link #completed}, {@link #failed} and {@link #cancelled} is
 * called, once. Methods must return at once and never throw.
 */
public interface AttemptPermit {

	/** Wants to know nothing. */
	AttemptPermit UNTRACKED = new AttemptPermit() {
	};

	/**
	 * The provider began to respond and has not rejected the attempt.
	 * @param limits what it said about its limits, or {@code null} if nothing
	 */
	default void accepted(@Nullable RateLimits limits) {
	}

	/**
	 * The response was received to its end.
	 * @param usage the tokens that it used, or {@code null} if unknown
	 */
	default void completed(@Nullable IRUsage usage) {
	}

	/**
	 * The attempt failed.
	 * @param failure why
	 */
	default void failed(AdapterException failure) {
	}

	/**
	 * The attempt was given up before its end was known.
	 */
	default void cancelled() {
	}

}
