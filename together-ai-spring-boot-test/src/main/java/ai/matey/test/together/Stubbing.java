package ai.matey.test.together;

import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * The second half of a sentence that scripts some requests:
 * {@code fake.onModel("a/b").reply(…)}. Replies given for a number of times go first, in
 * the order in which they were given. When none of them is left for a request, the latest
 * {@link #always(Reply)} holds, and without one the server composes an honest answer.
 */
public final class Stubbing {

	private final ReplyBook book;

	private final Predicate<? super RecordedRequest> condition;

	Stubbing(ReplyBook book, Predicate<? super RecordedRequest> condition) {
		this.book = book;
		this.condition = condition;
	}

	/**
	 * Gives one reply each for the next matching requests.
	 * @param replies the replies in order
	 */
	public void reply(Reply... replies) {
		this.book.add(this.condition, List.of(replies));
	}

	/**
	 * Gives the same reply for some of the next matching requests.
	 * @param times for how many
	 * @param reply the reply
	 */
	public void reply(int times, Reply reply) {
		this.book.add(this.condition, Collections.nCopies(times, reply));
	}

	/**
	 * Gives the same reply for all matching requests until the next reset.
	 * @param reply the reply
	 */
	public void always(Reply reply) {
		this.book.always(this.condition, reply);
	}

}
