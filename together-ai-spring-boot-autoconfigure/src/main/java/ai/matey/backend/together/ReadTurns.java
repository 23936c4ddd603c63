package ai.matey.backend.together;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;

/**
 * Whose turn it is to touch the state of a stream: the thread that reads, or a timer that
 * ends the stream and wants to see what has come so far. Nobody ever waits: a timer that
 * comes in the middle of a read leaves its reason behind, and the reading thread ends the
 * stream when it is done.
 */
final class ReadTurns {

	private static final Object FREE = new Object();

	private static final Object READING = new Object();

	private static final Object OVER = new Object();

	/** One of the marks above, or the exception for which the stream is ended. */
	private final AtomicReference<Object> turn = new AtomicReference<>(FREE);

	/**
	 * Begins a read.
	 * @return whether there is anything to read: {@code false} if the stream is over
	 */
	boolean beginRead() {
		return this.turn.compareAndSet(FREE, READING);
	}

	/**
	 * Ends a read.
	 * @return whether the stream goes on: {@code false} if it was ended meanwhile
	 */
	boolean endRead() {
		return this.turn.compareAndSet(READING, FREE);
	}

	/**
	 * Why the stream is to be ended.
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable AdapterException reason() {
		return (this.turn.get() instanceof AdapterException reason) ? reason : null;
	}

	boolean isOver() {
		return this.turn.get() == OVER;
	}

	/**
	 * Ends the stream from outside.
	 * @param reason why
	 * @return whether it is the caller's turn now; if not, the reading thread sees to it
	 */
	boolean cut(AdapterException reason) {
		if (this.turn.compareAndSet(FREE, reason)) {
			return true;
		}
		if (!this.turn.compareAndSet(READING, reason) && this.turn.compareAndSet(FREE, reason)) {
			return true;
		}
		return false;
	}

	/**
	 * Gives the turn back after a {@link #cut} that turned out to be needless.
	 */
	void resume() {
		this.turn.set(FREE);
	}

	/**
	 * Lets nobody read any more after a {@link #cut}, because all is said.
	 */
	void finish() {
		this.turn.set(OVER);
	}

}
