package ai.matey.adapter;

import ai.matey.errors.AdapterException;

/**
 * Receives the permit of an attempt, or the refusal. Methods must return immediately and
 * never throw.
 *
 * @since 0.1.0
 */
public interface PermitReceiver {

	/**
	 * Called when the attempt may start.
	 * @param permit the permit, which must be ended by one of its methods
	 */
	void granted(AttemptPermit permit);

	/**
	 * Called when the attempt must not be made.
	 * @param reason the reason, with the time after which to try again if it is known
	 */
	void refused(AdapterException reason);

}
