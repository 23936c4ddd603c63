package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.errors.AdapterException;

/**
 * Passes the response of one {@link HttpAttempt} through a {@link ResponseReader} and
 * requests more of it. Not thread-safe.
 *
 * @param <T> the type of the items
 */
final class ResponsePump<T> {

	private final TogetherExchange exchange;

	private final HttpAttempt attempt;

	private final ResponseReader.Factory<T> readers;

	private final CallDeadlines deadlines;

	private final CallEvents events;

	private final AttemptTurn turn;

	/** Chosen based on the head of the response. */
	private @Nullable ResponseReader<T> reader;

	/** Whether the end of the body was passed to the reader. */
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
	 * Return the next item of the response.
	 * @return the next item; or {@code null} if there is none now, in which case more was
	 * requested unless the response {@link #isOver()}
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
		// Checked first: if the body is over now, nothing arrives after what is read
		// below.
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
			this.events.responded(head.rateLimits(), null);
			this.turn.accepted(head.rateLimits());
			return this.readers.create(attempt, head);
		}
		return new ErrorResponseReader<>((body) -> {
			AdapterException failure = this.exchange.errors()
				.ofStatus(attempt, head.status(), head.headers(), ErrorBody.read(body));
			this.events.responded(failure.rateLimits(), failure);
			return failure;
		});
	}

	/**
	 * Pass received bytes to the reader, or request more.
	 * @return whether the reader may have a new item
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
	 * End the body at its current position.
	 * @param failure the failure that ended it, or {@code null}
	 * @throws AdapterException if the response is a failure as a result
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
	 * Return whether the body has ended.
	 * @return {@code true} if only the remaining items of {@link #next} are left
	 */
	boolean isOver() {
		return this.ended;
	}

	/**
	 * Return whether all items of the response were delivered.
	 * @return {@code true} if the end of the body is awaited only to reuse the connection
	 */
	boolean isDelivered() {
		return this.reader != null && this.reader.isDelivered();
	}

	/**
	 * Return whether a deadline may end the body at its current position.
	 * @return {@code false} if the deadline must fail the attempt
	 */
	boolean isComplete() {
		return this.reader != null && (this.reader.isComplete() || this.reader.isDelivered());
	}

	/**
	 * Return the error of an attempt that is ended from outside.
	 * @param reason the reason
	 * @return the reason with the partial response
	 */
	AdapterException interrupted(AdapterException reason) {
		return (this.reader != null) ? this.reader.interrupted(reason) : reason;
	}

}
