package ai.matey.middleware.budget;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.errors.AdapterException;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;

/**
 * One call with a reservation. The signals of the call set its values one at a time, and
 * the last signal reads them.
 */
final class BudgetCall {

	private final BudgetLedger ledger;

	private final List<BudgetLedger.Entry> entries;

	private final BudgetEstimate estimate;

	private long outputBytes;

	private @Nullable IRUsage usage;

	private @Nullable IRCost cost;

	BudgetCall(BudgetLedger ledger, List<BudgetLedger.Entry> entries, BudgetEstimate estimate) {
		this.ledger = ledger;
		this.entries = entries;
		this.estimate = estimate;
	}

	void received(IRResponse response) {
		this.usage = (response.usage() != null) ? response.usage() : this.usage;
		this.cost = response.metadata().cost();
	}

	void received(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Done done) {
			received(done.response());
		}
		else if (chunk instanceof IRStreamChunk.Metadata metadata && metadata.usage() != null) {
			this.usage = metadata.usage();
		}
		else {
			this.outputBytes += ApproximateTokens.bytes(chunk);
		}
	}

	Mono<Void> completed() {
		return settle(this.estimate.units(this.cost, this.usage));
	}

	/**
	 * A request that was rejected or never sent costs nothing.
	 */
	Mono<Void> failed(Throwable failure) {
		if (failure instanceof StreamException broken) {
			IRChatResponse partial = broken.partialResponse();
			if (partial != null) {
				received(partial);
			}
			return cancelled();
		}
		boolean free = failure instanceof AdapterException typed
				&& (typed.status() != null || typed.details().attempts() == 0);
		return free ? settle(0) : unknown();
	}

	/**
	 * Called when the caller has cancelled a stream.
	 */
	Mono<Void> cancelled() {
		return settle((this.usage != null || this.cost != null) ? this.estimate.units(this.cost, this.usage)
				: this.estimate.units(ApproximateTokens.tokens(this.outputBytes)));
	}

	/**
	 * Called when it is unknown how far the provider got.
	 */
	Mono<Void> unknown() {
		return settle(this.estimate.units());
	}

	private Mono<Void> settle(long spent) {
		return this.ledger.settle(this.entries, spent - this.estimate.units());
	}

}
