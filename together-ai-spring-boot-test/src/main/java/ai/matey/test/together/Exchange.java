package ai.matey.test.together;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import ai.matey.test.together.RecordedRequest.Outcome;

/**
 * The changing half of a request's record. Thread-safe; the first ending wins.
 */
final class Exchange {

	private final RecordedRequest request;

	private final Consumer<Exchange> ended;

	private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.RUNNING);

	private final AtomicLong bytesSent = new AtomicLong();

	Exchange(RecordedRequest request, Consumer<Exchange> ended) {
		this.request = request;
		this.ended = ended;
	}

	/**
	 * Returns the request as it came, without news of its reply.
	 */
	RecordedRequest request() {
		return this.request;
	}

	void sent(int bytes) {
		this.bytesSent.addAndGet(bytes);
	}

	void end(Outcome how) {
		if (this.outcome.compareAndSet(Outcome.RUNNING, how)) {
			this.ended.accept(this);
		}
	}

	boolean running() {
		return this.outcome.get() == Outcome.RUNNING;
	}

	RecordedRequest snapshot() {
		return this.request.with(this.outcome.get(), this.bytesSent.get());
	}

}
