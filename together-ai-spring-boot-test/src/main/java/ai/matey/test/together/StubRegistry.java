package ai.matey.test.together;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The replies that a test has scripted. Thread-safe.
 */
final class StubRegistry {

	private final Object lock = new Object();

	private final List<Queued> queued = new ArrayList<>();

	private final List<Permanent> permanent = new ArrayList<>();

	void add(Predicate<? super RecordedRequest> condition, List<Reply> replies) {
		locked(() -> this.queued.add(new Queued(condition, new ArrayDeque<>(replies))));
	}

	void always(Predicate<? super RecordedRequest> condition, Reply reply) {
		locked(() -> this.permanent.add(0, new Permanent(condition, reply)));
	}

	void clear() {
		locked(() -> {
			this.queued.clear();
			this.permanent.clear();
		});
	}

	/**
	 * Return the reply to a request and, if it was queued, remove it.
	 */
	Reply next(RecordedRequest request) {
		synchronized (this.lock) {
			for (Iterator<Queued> stubs = this.queued.iterator(); stubs.hasNext();) {
				Queued stub = stubs.next();
				Reply reply = stub.condition().test(request) ? stub.replies().poll() : null;
				if (stub.replies().isEmpty()) {
					stubs.remove();
				}
				if (reply != null) {
					return reply;
				}
			}
			return this.permanent.stream()
				.filter((stub) -> stub.condition().test(request))
				.map(Permanent::reply)
				.findFirst()
				.orElse(Reply.honest());
		}
	}

	private void locked(Runnable change) {
		synchronized (this.lock) {
			change.run();
		}
	}

	private record Queued(Predicate<? super RecordedRequest> condition, Queue<Reply> replies) {
	}

	private record Permanent(Predicate<? super RecordedRequest> condition, Reply reply) {
	}

}
