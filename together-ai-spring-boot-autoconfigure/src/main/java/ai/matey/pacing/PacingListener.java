package ai.matey.pacing;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;

/**
 * Is told of models that are paced, and of calls that had to wait. Methods must return at
 * once and never throw.
 */
public interface PacingListener {

	/**
	 * The first attempt of a model asked for a permit.
	 * @param client the name of its client
	 * @param model the model, or {@code null} for calls without one
	 * @param status gives what is learned about it at any time
	 */
	default void paced(String client, @Nullable String model, Supplier<PacingStatus> status) {
	}

	/**
	 * A model made room for another one, since nothing was learned about it.
	 * @param client the name of its client
	 * @param model the model, or {@code null}
	 */
	default void forgotten(String client, @Nullable String model) {
	}

	/**
	 * An attempt has waited for its turn.
	 * @param call its call
	 * @param wait how long
	 * @param sent whether it may be sent now, or the wait was in vain
	 */
	default void waited(BackendCall call, Duration wait, boolean sent) {
	}

}
