package ai.matey.pacing;

import java.time.Duration;

import ai.matey.adapter.BackendCall;

/**
 * Is told of calls that had to wait. Methods must return at once and never throw.
 */
@FunctionalInterface
public interface PacingListener {

	/**
	 * An attempt has waited for its turn.
	 * @param call its call
	 * @param wait how long
	 * @param sent whether it may be sent now, or the wait was in vain
	 */
	void waited(BackendCall call, Duration wait, boolean sent);

}
