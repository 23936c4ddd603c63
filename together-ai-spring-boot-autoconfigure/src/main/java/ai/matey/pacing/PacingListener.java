package ai.matey.pacing;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;

/**
 * Listener for paced models and for calls that had to wait. Methods must return
 * immediately and never throw.
 *
 * @since 0.1.0
 */
public interface PacingListener {

	/**
	 * Called when the first attempt of a model has requested a permit.
	 * @param client the name of the client
	 * @param model the model, or {@code null} for calls without one
	 * @param status supplies the current status of the model
	 */
	default void paced(String client, @Nullable String model, Supplier<PacingStatus> status) {
	}

	/**
	 * Called when an idle model about which nothing was learned made room for another
	 * one.
	 * @param client the name of the client
	 * @param model the model, or {@code null}
	 */
	default void forgotten(String client, @Nullable String model) {
	}

	/**
	 * Called when an attempt has waited for its turn.
	 * @param call the call
	 * @param wait the time that it waited
	 * @param sent {@code true} if the attempt may be sent now, {@code false} if it was
	 * refused
	 */
	default void waited(BackendCall call, Duration wait, boolean sent) {
	}

}
