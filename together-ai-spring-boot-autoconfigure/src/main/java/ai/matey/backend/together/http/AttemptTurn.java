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
 * The wait of one attempt for its permit, and the permit, which is ended exactly once
 * whatever happens and on whichever thread. Thread-safe.
 */
final class AttemptTurn implements PermitReceiver {

	/** Takes the place of a permit that was ended, or is not wanted any more. */
	private static final Object ENDED = new Object();

	private final Runnable work;

	/** Nothing yet, the permit, the reason why there is none, or {@link #ENDED}. */
	private final AtomicReference<@Nullable Object> decision = new AtomicReference<>();

	private volatile @Nullable Disposable place;

	private volatile @Nullable Object last;

	/**
	 * Create the turn of an attempt.
	 * @param work run when it was decided
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
	 * Whether the attempt may be sent.
	 * @return {@code false} if that is not decided yet
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
	 * Note the last thing that the response held, which tells the tokens of all.
	 * @param last a response, or the last chunk of a stream
	 */
	void delivered(@Nullable Object last) {
		this.last = last;
	}

	/**
	 * End the permit of an attempt that has its whole response.
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
	 * End the permit of an attempt that failed. There is none if it waited in vain.
	 * @param failure why
	 */
	void failed(AdapterException failure) {
		end((permit) -> permit.failed(failure));
		leave();
	}

	/**
	 * Give up the attempt: leave the queue, or end the permit.
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
