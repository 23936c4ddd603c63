package ai.matey.pacing;

import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.Disposable;

import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.CallPriority;
import ai.matey.adapter.PermitReceiver;

/**
 * An attempt that waits for its turn.
 */
final class Waiter implements Disposable {

	private final AttemptRequest request;

	private final PermitReceiver receiver;

	private final CallPriority priority;

	private final long tokens;

	private final long since;

	private final long deadline;

	private final Runnable left;

	private final AtomicBoolean over = new AtomicBoolean();

	Waiter(AttemptRequest request, PermitReceiver receiver, long tokens, long since, long deadline, Runnable left) {
		this.request = request;
		this.receiver = receiver;
		this.priority = CallPriority.of(request.call().context());
		this.tokens = tokens;
		this.since = since;
		this.deadline = deadline;
		this.left = left;
	}

	AttemptRequest request() {
		return this.request;
	}

	PermitReceiver receiver() {
		return this.receiver;
	}

	CallPriority priority() {
		return this.priority;
	}

	long tokens() {
		return this.tokens;
	}

	long since() {
		return this.since;
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * End the wait. Only the first caller may act on it.
	 * @return whether the wait had not ended before
	 */
	boolean end() {
		return this.over.compareAndSet(false, true);
	}

	@Override
	public void dispose() {
		if (end()) {
			this.left.run();
		}
	}

	@Override
	public boolean isDisposed() {
		return this.over.get();
	}

}
