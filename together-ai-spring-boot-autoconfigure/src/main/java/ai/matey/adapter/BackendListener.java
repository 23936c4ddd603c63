package ai.matey.adapter;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRCost;
import ai.matey.ir.RateLimits;

/**
 * Listener for calls, used for meters, health and logs. Methods are called on the thread
 * of the call, often an event loop, so they must return immediately and never throw. For
 * each call {@link #started} is called first and {@link #finished} last, exactly once
 * each.
 *
 * @since 0.1.0
 */
public interface BackendListener {

	/**
	 * Called when a call has been subscribed to.
	 * @param call the call
	 */
	default void started(BackendCall call) {
	}

	/**
	 * Called when an attempt has failed and another one will follow.
	 * @param call the call
	 * @param failure the reason
	 * @param attempt the number of the failed attempt, starting at 1
	 * @param wait the time until the next attempt
	 */
	default void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
	}

	/**
	 * Called when the provider has responded with a result, or with an error that reports
	 * its rate limits.
	 * @param call the call
	 * @param limits the rate limits that the provider reported, or {@code null} if it
	 * reported none
	 * @param failure the error, or {@code null} for a result
	 */
	default void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
	}

	/**
	 * Called when the cost of a call is known: once for each response, before
	 * {@link #finished}, and never if a price or the usage is unknown.
	 * @param call the call
	 * @param cost the cost
	 */
	default void charged(BackendCall call, IRCost cost) {
	}

	/**
	 * Called when the provider's list of models has been fetched.
	 * @param client the name of the client that fetched it
	 * @param models the complete list
	 */
	default void modelsListed(String client, List<AIModel> models) {
	}

	/**
	 * Called when a call has ended.
	 * @param call the call
	 * @param outcome how it ended
	 * @param failure the error, or {@code null} unless the outcome is
	 * {@link Outcome#ERROR}
	 */
	default void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
	}

	/**
	 * The outcome of a call.
	 */
	enum Outcome {

		/** The call completed with its result. */
		SUCCESS,

		/** The call failed. */
		ERROR,

		/** The caller cancelled the call. */
		CANCELLED

	}

}
