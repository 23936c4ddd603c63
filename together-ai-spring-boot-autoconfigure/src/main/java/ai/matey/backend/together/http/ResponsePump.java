package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.errors.AdapterException;

/**
 * Moves the response of one attempt from the {@link HttpAttempt} through a
 * {@link ResponseReader}, and asks for more of it. Not thread-safe.
 *
 * @param <T> what the response holds
 */
final class ResponsePump<T> {

	private final TogetherExchange exchange;

	private final HttpAttempt attempt;

	private final ResponseReader.Factory<T> readers;

	private final CallDeadlines deadlines;

	private final CallEvents events;

	private final AttemptTurn turn;

	/** Chosen by the head of the response. */
	private @Nullable ResponseReader<T> reader;

	/** Whether the reader was told that the body is over. */
	private boolean ended;

	ResponsePump(TogetherExchange exchange, HttpAttempt attempt, ResponseReader.Factory<T> readers,
			CallDeadlines deadlines, CallEvents events, AttemptTurn turn) {
		this.exchange = exchange;
		this.attempt = attempt;
		this.readers = readers;
		this.deadlines = deadlines;
		this.events = events;
		this.turn = turn;
	}

	/**
	 * Return the next thing that the response holds.
	 * @return the next thing, or {@code null} if there is none now; then more was asked
	 * for, unless the response {@link #isOver()}
	 * @throws AdapterException if the attempt failed
	 */
	@Nullable T next() {
		ResponseReader<T> reader = reader();
		if (reader == null) {
			return null;
		}
		T next = reader.next();
		while (next == null && !this.ended && readBody(reader)) {
			next = reader.next();
		}
		if (next != null && reader.isProgress(next)) {
			this.deadlines.progress();
		}
		return next;
	}

	private @Nullable ResponseReader<T> reader() {
		if (this.reader != null) {
			return this.reader;
		}
		// Looked at first: if it is over now, nothing comes after what is seen then.
		boolean over = this.attempt.body().isOver();
		ResponseHead head = this.attempt.head();
		if (head == null) {
			if (over) {
				throw this.attempt.withoutResponse();
			}
			return null;
		}
		ResponseReader<T> reader = choose(head);
		this.reader = reader;
		if (reader.isComplete()) {
			this.deadlines.errorReceived();
		}
		return reader;
	}

	private ResponseReader<T> choose(ResponseHead head) {
		Attempt attempt = this.attempt.attempt();
		if (head.isSuccess()) {
			this.events.answered(head.rateLimits(), null);
			this.turn.accepted(head.rateLimits());
			return this.readers.create(attempt, head);
		}
		return new ErrorResponseReader<>((body) -> {
			AdapterException failure = this.exchange.errors()
				.ofStatus(attempt, head.status(), head.headers(), ErrorBody.read(body));
			this.events.answered(failure.rateLimits(), failure);
			return failure;
		});
	}

	/**
	 * Give the reader what has come of the body, or ask for more.
	 * @return whether the reader may have something new
	 */
	private boolean readBody(ResponseReader<T> reader) {
		ResponseBody body = this.attempt.body();
		boolean over = body.isOver();
		DataBuffer bytes = body.take();
		if (bytes != null) {
			this.deadlines.bytesReceived();
			reader.feed(bytes);
			if (!reader.wantsMore()) {
				end(reader, null);
			}
			return true;
		}
		if (over) {
			end(reader, body.failure());
			return true;
		}
		if (body.request()) {
			this.deadlines.bytesRequested();
			if (reader.isDelivered()) {
				this.deadlines.allDelivered();
			}
		}
		return false;
	}

	/**
	 * End the body where it is.
	 * @param failure what broke it, or {@code null}
	 * @throws AdapterException if that makes the response a failure
	 */
	void end(@Nullable Throwable failure) {
		if (this.reader != null && !this.ended) {
			end(this.reader, failure);
		}
	}

	private void end(ResponseReader<T> reader, @Nullable Throwable failure) {
		this.ended = true;
		reader.end(failure);
	}

	/**
	 * Whether the body has come to its end.
	 * @return {@code true} if there is no more than what {@link #next} still gives
	 */
	boolean isOver() {
		return this.ended;
	}

	/**
	 * Whether everything that the response holds was handed out.
	 * @return whether the end of the body is awaited only to keep the connection
	 */
	boolean isDelivered() {
		return this.reader != null && this.reader.isDelivered();
	}

	/**
	 * Whether the body can be ended where it is, should a deadline pass.
	 * @return {@code false} to let the deadline end the attempt
	 */
	boolean isComplete() {
		return this.reader != null && (this.reader.isComplete() || this.reader.isDelivered());
	}

	/**
	 * Return what the attempt fails with when it is ended from outside.
	 * @param reason why it is ended
	 * @return the reason, with what the response held so far
	 */
	AdapterException interrupted(AdapterException reason) {
		return (this.reader != null) ? this.reader.interrupted(reason) : reason;
	}

}
