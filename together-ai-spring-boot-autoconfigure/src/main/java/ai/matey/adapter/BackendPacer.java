package ai.matey.adapter;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Strategy interface that decides when an attempt of a call may start. A backend acquires
 * a permit before each attempt, retries included, and reports the outcome to that permit.
 * Implementations must be thread-safe, return immediately and never throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BackendPacer {

	/** A pacer that permits every attempt immediately. */
	BackendPacer UNLIMITED = (request, receiver) -> {
		receiver.granted(AttemptPermit.UNTRACKED);
		return Disposables.disposed();
	};

	/**
	 * Request a permit.
	 * @param request the attempt
	 * @param receiver the receiver of the permit or of the refusal, called once, on any
	 * thread, possibly before this method returns
	 * @return the pending request; disposing of it withdraws the request, but the caller
	 * must still end a permit that is granted at the same moment
	 */
	Disposable acquire(AttemptRequest request, PermitReceiver receiver);

}
