package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;

/**
 * The wait of one attempt for its permit, and the permit itself. The permit is ended
 * exactly once, whatever happens and on whichever thread. Thread-safe.
 */
final class AttemptTurn implements PermitReceiver {

	/** Replaces a permit that was ended or is no longer needed. */
	private static final Object ENDED = new Object();

	private final Runnable work;

	/**
	 * The permit, the error if it was refused, {@link #ENDED}, or {@code null} before the
	 * decision.
	 */
	private final AtomicReference<@Nullable Object> decision = new AtomicReference<>();

	private volatile @Nullable Disposable place;

	private volatile @Nullable Object last;

	/**
	 * Create the turn of an attempt.
	 * @param work runs after the decision
	 */
	AttemptTurn(Runnable work) {
		this.work = work;
	}

	void request(BackendPacer pacer, AttemptRequest request) {
		Disposable place = pacer.acquire(request, this);
		this.place = place;
		if (this.decision.get() == ENDED) {
			place.dispose();
		}
	}

	@Override
	public void granted(AttemptPermit permit) {
		if (this.decision.compareAndSet(null, permit)) {
			this.work.run();
		}
		else {
			permit.cancelled();
		}
	}

	@Override
	public void refused(AdapterException reason) {
		if (this.decision.compareAndSet(null, reason)) {
			this.work.run();
		}
	}

	/**
	 * Return whether the attempt may be sent.
	 * @return {@code false} if that has not been decided yet
	 * @throws AdapterException if it must not be sent
	 */
	boolean isGranted() {
		Object decision = this.decision.get();
		if (decision instanceof AdapterException reason) {
			throw reason;
		}
		return decision instanceof AttemptPermit;
	}

	void accepted(@Nullable RateLimits limits) {
		if (this.decision.get() instanceof AttemptPermit permit) {
			permit.accepted(limits);
		}
	}

	/**
	 * Remember the last item of the response, which contains the usage.
	 * @param last the response, or the last chunk of a stream
	 */
	void delivered(@Nullable Object last) {
		this.last = last;
	}

	/**
	 * End the permit of an attempt whose response is complete.
	 */
	void completed() {
		end((permit) -> permit.completed(usage()));
	}

	private @Nullable IRUsage usage() {
		Object last = this.last;
		if (last instanceof IRStreamChunk.Done done) {
			return done.response().usage();
		}
		if (last instanceof IRChatResponse response) {
			return response.usage();
		}
		if (last instanceof IREmbedResponse response) {
			return response.usage();
		}
		return (last instanceof IRRerankResponse response) ? response.usage() : null;
	}

	/**
	 * End the permit of an attempt that failed. Does nothing if no permit was granted.
	 * @param failure the error of the attempt
	 */
	void failed(AdapterException failure) {
		end((permit) -> permit.failed(failure));
		leave();
	}

	/**
	 * Abandon the attempt: leave the queue, or end the permit.
	 */
	void cancel() {
		end(AttemptPermit::cancelled);
		leave();
	}

	private void leave() {
		Disposable place = this.place;
		if (place != null) {
			place.dispose();
		}
	}

	private void end(Consumer<AttemptPermit> ending) {
		if (this.decision.getAndSet(ENDED) instanceof AttemptPermit permit) {
			ending.accept(permit);
		}
	}

}
