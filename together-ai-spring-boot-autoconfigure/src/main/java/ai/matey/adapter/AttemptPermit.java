package ai.matey.adapter;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;

/**
 * A permit to make one attempt. It is held until the attempt ends, when exactly one of
 * {@link #completed}, {@link #failed} and {@link #cancelled} is called, once. Methods
 * must return immediately and never throw.
 *
 * @since 0.1.0
 */
public interface AttemptPermit {

	/** A permit that ignores all callbacks. */
	AttemptPermit UNTRACKED = new AttemptPermit() {
	};

	/**
	 * Called when the provider begins to respond and has not rejected the attempt.
	 * @param limits the rate limits that the provider reported, or {@code null} if it
	 * reported none
	 */
	default void accepted(@Nullable RateLimits limits) {
	}

	/**
	 * Called when the response has been received completely.
	 * @param usage the tokens used, or {@code null} if unknown
	 */
	default void completed(@Nullable IRUsage usage) {
	}

	/**
	 * Called when the attempt has failed.
	 * @param failure the reason
	 */
	default void failed(AdapterException failure) {
	}

	/**
	 * Called when the attempt was cancelled before its outcome was known.
	 */
	default void cancelled() {
	}

}
