package ai.matey.adapter;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRCost;
import ai.matey.ir.RateLimits;

/**
 * Is told what happens to calls: for meters, health and logs. Methods are called on the
 * thread of the call, often an event loop: they must return at once and never throw. For
 * each call {@link #started} comes first and {@link #finished} last, exactly once each.
 */
public interface BackendListener {

	/**
	 * A call was subscribed to.
	 * @param call the call
	 */
	default void started(BackendCall call) {
	}

	/**
	 * An attempt failed and the request will be sent again.
	 * @param call the call
	 * @param failure why the attempt failed
	 * @param attempt the attempt that failed, from 1
	 * @param wait the time until the next attempt
	 */
	default void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
	}

	/**
	 * The provider answered: with a result, or with an error that says something about
	 * its limits.
	 * @param call the call
	 * @param limits what it said about its limits, or {@code null} if nothing
	 * @param failure the error, or {@code null} for a result
	 */
	default void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
	}

	/**
	 * What a call cost is known. Told once for each response, before {@link #finished};
	 * not at all where a price or the usage is not known.
	 * @param call the call
	 * @param cost what it cost
	 */
	default void charged(BackendCall call, IRCost cost) {
	}

	/**
	 * The provider's list of models was fetched.
	 * @param client the name of the client that fetched it
	 * @param models the whole list
	 */
	default void modelsListed(String client, List<AIModel> models) {
	}

	/**
	 * A call ended.
	 * @param call the call
	 * @param outcome how it ended
	 * @param failure the error, or {@code null} unless the outcome is
	 * {@link Outcome#ERROR}
	 */
	default void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
	}

	/**
	 * How a call ended.
	 */
	enum Outcome {

		/** With its result. */
		SUCCESS,

		/** With an error. */
		ERROR,

		/** The caller lost interest. */
		CANCELLED

	}

}
