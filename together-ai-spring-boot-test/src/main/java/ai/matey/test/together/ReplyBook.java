package ai.matey.test.together;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The replies that tests have scripted. Thread-safe.
 */
final class ReplyBook {

	private final Object lock = new Object();

	private final List<Limited> limited = new ArrayList<>();

	private final List<Standing> standing = new ArrayList<>();

	void add(Predicate<? super RecordedRequest> condition, List<Reply> replies) {
		locked(() -> this.limited.add(new Limited(condition, new ArrayDeque<>(replies))));
	}

	void always(Predicate<? super RecordedRequest> condition, Reply reply) {
		locked(() -> this.standing.add(0, new Standing(condition, reply)));
	}

	void clear() {
		locked(() -> {
			this.limited.clear();
			this.standing.clear();
		});
	}

	/**
	 * Takes the reply for a request out of the book.
	 */
	Reply next(RecordedRequest request) {
		synchronized (this.lock) {
			for (Iterator<Limited> rules = this.limited.iterator(); rules.hasNext();) {
				Limited rule = rules.next();
				Reply reply = rule.condition().test(request) ? rule.replies().poll() : null;
				if (rule.replies().isEmpty()) {
					rules.remove();
				}
				if (reply != null) {
					return reply;
				}
			}
			return this.standing.stream()
				.filter((rule) -> rule.condition().test(request))
				.map(Standing::reply)
				.findFirst()
				.orElse(Reply.honest());
		}
	}

	private void locked(Runnable change) {
		synchronized (this.lock) {
			change.run();
		}
	}

	private record Limited(Predicate<? super RecordedRequest> condition, Queue<Reply> replies) {
	}

	private record Standing(Predicate<? super RecordedRequest> condition, Reply reply) {
	}

}
