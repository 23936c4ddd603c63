package ai.matey.adapter;

import ai.matey.errors.AdapterException;

/**
 * Waits for the permit of an attempt. Methods must return at once and never throw.
 */
public interface PermitReceiver {

	/**
	 * The attempt may be sent now.
	 * @param permit the permit, to be ended by one of its methods
	 */
	void granted(AttemptPermit permit);

	/**
	 * The attempt must not be sent.
	 * @param reason why, with the time after which to try again where it is known
	 */
	void refused(AdapterException reason);

}
