package ai.matey.adapter;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Decides when an attempt of a call may be sent. A backend asks before each attempt,
 * retries included, and tells the permit how the attempt went. Implementations must be
 * thread-safe, return at once and never throw.
 */
@FunctionalInterface
public interface BackendPacer {

	/** Permits every attempt at once. */
	BackendPacer UNLIMITED = (request, receiver) -> {
		receiver.granted(AttemptPermit.UNTRACKED);
		return Disposables.disposed();
	};

	/**
	 * Ask for a permit.
	 * @param request the attempt
	 * @param receiver is given the permit or the reason why there is none: once, on any
	 * thread, possibly before this method returns
	 * @return the place among those that wait; to dispose of it gives up the request, and
	 * whoever does so must still end a permit that was granted in the same moment
	 */
	Disposable acquire(AttemptRequest request, PermitReceiver receiver);

}
