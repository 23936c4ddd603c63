package ai.matey.test.together.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import ai.matey.test.together.script.ReceivedRequest;

/**
 * A request and the progress of its response. Thread-safe; only the first end counts.
 */
public final class Exchange {

	private final ReceivedRequest request;

	private final Consumer<Exchange> ended;

	private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

	private final AtomicLong bytesSent = new AtomicLong();

	/**
	 * The state of an exchange.
	 */
	public enum State {

		/** The response is not complete yet. */
		RUNNING,
		/** The whole response was written to the connection. */
		COMPLETED,
		/** The client closed the connection first. */
		CLOSED_EARLY,
		/** The server closed the connection first. */
		CUT

	}

	Exchange(ReceivedRequest request, Consumer<Exchange> ended) {
		this.request = request;
		this.ended = ended;
	}

	public ReceivedRequest request() {
		return this.request;
	}

	public State state() {
		return this.state.get();
	}

	/**
	 * Return the number of body bytes written so far, before compression.
	 */
	public long bytesSent() {
		return this.bytesSent.get();
	}

	void sent(int bytes) {
		this.bytesSent.addAndGet(bytes);
	}

	void end(State end) {
		if (this.state.compareAndSet(State.RUNNING, end)) {
			this.ended.accept(this);
		}
	}

	boolean running() {
		return state() == State.RUNNING;
	}

}
