package ai.matey.test.together;

import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Scripts the replies to the requests that meet a condition, as in {@code
 * fake.onModel("a/b").reply(…)}. Replies for a number of requests are used first, in the
 * order in which they were added. If none is left for a request, the most recent matching
 * {@link #always(Reply)} applies; without one, the server responds as it does without a
 * script.
 *
 * @since 0.1.0
 */
public final class Stubbing {

	private final StubRegistry stubs;

	private final Predicate<? super RecordedRequest> condition;

	Stubbing(StubRegistry stubs, Predicate<? super RecordedRequest> condition) {
		this.stubs = stubs;
		this.condition = condition;
	}

	/**
	 * Reply to the next matching requests, once with each of the given replies.
	 * @param replies the replies in order
	 */
	public void reply(Reply... replies) {
		this.stubs.add(this.condition, List.of(replies));
	}

	/**
	 * Reply to the given number of matching requests with the same reply.
	 * @param times the number of requests
	 * @param reply the reply
	 */
	public void reply(int times, Reply reply) {
		this.stubs.add(this.condition, Collections.nCopies(times, reply));
	}

	/**
	 * Reply to all matching requests with the same reply until the next reset.
	 * @param reply the reply
	 */
	public void always(Reply reply) {
		this.stubs.always(this.condition, reply);
	}

}
