package ai.matey.backend.together.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.adapter.BackendListener;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.errors.AdapterException;

/**
 * What one attempt yields: takes the pieces of the answer from the {@link HttpAttempt},
 * lets a {@link ResponseReader} read them, and asks for more. Not thread-safe.
 *
 * @param <T> what the answer holds
 */
final class ResponsePump<T> {

	/**
	 * How long the rest of a body is awaited after the last thing was handed out, to keep
	 * the connection.
	 */
	private static final Duration END_GRACE = Duration.ofMillis(250);

	private final TogetherExchange exchange;

	private final HttpAttempt sending;

	private ResponseReader<T> reader;

	/** Whether the head of the answer has been seen. */
	private boolean begun;

	/** Whether the reader was told that the body is over. */
	private boolean ended;

	private @Nullable Duration nearerLook;

	ResponsePump(TogetherExchange exchange, HttpAttempt sending, ResponseReader<T> reader) {
		this.exchange = exchange;
		this.sending = sending;
		this.reader = reader;
	}

	/**
	 * The next thing that the answer holds.
	 * @return the next thing, or {@code null} if there is none now; then more was asked
	 * for, unless the answer {@link #isOver()}
	 * @throws AdapterException if the attempt failed
	 */
	@Nullable T next() {
		if (!this.begun && !begin()) {
			return null;
		}
		T next = this.reader.next();
		while (next == null && !this.ended && readBody()) {
			next = this.reader.next();
		}
		return next;
	}

	/**
	 * The answer's head, once it is there, decides who reads the body.
	 */
	private boolean begin() {
		// Looked at first: if it is over now, nothing comes after what is seen then.
		boolean over = this.sending.isOver();
		ResponseHead head = this.sending.head();
		if (head == null) {
			if (over) {
				throw this.sending.withoutAnswer();
			}
			return false;
		}
		this.begun = true;
		Attempt attempt = this.sending.attempt();
		BackendListener listener = this.exchange.client().listener();
		if (head.isSuccess()) {
			listener.answered(attempt.call(), head.rateLimits(), null);
			ResponseReader<T> asked = this.reader;
			this.reader = asked.begin(head);
			this.nearerLook = (this.reader != asked) ? this.reader.look() : null;
		}
		else {
			this.reader = new ErrorResponseReader<>(this.exchange::nanoTime, (body) -> {
				AdapterException failure = this.exchange.errors()
					.ofStatus(attempt, head.status(), head.headers(), ErrorBody.read(body));
				listener.answered(attempt.call(), failure.rateLimits(), failure);
				return failure;
			});
			this.nearerLook = this.reader.look();
		}
		return true;
	}

	/**
	 * Gives the reader what has come of the body, or asks for more.
	 * @return whether the reader may have something new
	 */
	private boolean readBody() {
		boolean over = this.sending.isOver();
		DataBuffer bytes = this.sending.takeBytes();
		if (bytes != null) {
			this.reader.feed(bytes);
			if (!this.reader.wantsMore()) {
				end(null);
			}
			return true;
		}
		if (over) {
			end(this.sending.failure());
			return true;
		}
		if (this.sending.askForBytes()) {
			this.reader.asked();
			if (this.reader.isDelivered()) {
				this.nearerLook = END_GRACE;
			}
		}
		return false;
	}

	/**
	 * Ends the body where it is.
	 * @param failure what it was broken by, or {@code null}
	 * @throws AdapterException if that makes the answer a failure
	 */
	void end(@Nullable Throwable failure) {
		this.ended = true;
		this.reader.end(failure);
	}

	/**
	 * Whether the body has come to its end.
	 * @return {@code true} if there is no more than what {@link #next} still gives
	 */
	boolean isOver() {
		return this.ended;
	}

	/**
	 * Whether all that the answer holds was handed out.
	 * @return whether the end of the body is awaited only to keep the connection
	 */
	boolean isDelivered() {
		return this.reader.isDelivered();
	}

	boolean isConnected() {
		return this.sending.isConnected();
	}

	/**
	 * Tells, once, that the next look must be taken sooner than was said.
	 * @return how long until then, or {@code null} to leave it as it is
	 */
	@Nullable Duration nearerLook() {
		Duration nearer = this.nearerLook;
		this.nearerLook = null;
		return nearer;
	}

	/**
	 * Looks whether a deadline is exceeded.
	 * @return how long until the next look must be taken; zero if the body shall be ended
	 * @throws AdapterException for the deadline that is exceeded
	 */
	Duration look() {
		if (this.reader.isDelivered()) {
			return Duration.ZERO;
		}
		try {
			return this.reader.look();
		}
		catch (AdapterException ex) {
			throw this.sending.exceeded(ex);
		}
	}

	AdapterException cut(AdapterException reason) {
		return this.reader.cut(reason);
	}

}
