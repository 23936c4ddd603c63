package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ModelPricing;

/**
 * Calculates the cost of calls from the prices of the requested model. The model named in
 * the response may be an internal one that is in no list.
 */
public final class CallCosts {

	/** Charges by tokens, as for most calls. */
	static final Formula TOKENS = (pricing, root) -> {
		IRUsage usage = WireReader.usage(root.path("usage"));
		return (usage != null) ? pricing.cost(usage) : null;
	};

	private final KnownModels models;

	private final BackendListener listener;

	public CallCosts(KnownModels models, BackendListener listener) {
		this.models = models;
		this.listener = listener;
	}

	/**
	 * Add the cost to a complete response and report it to the listener.
	 */
	IRChatResponse charge(BackendCall call, IRChatResponse response) {
		ModelPricing pricing = this.models.pricing(call.model());
		IRCost cost = (pricing != null && response.usage() != null) ? pricing.cost(response.usage()) : null;
		report(call, cost);
		return (cost != null) ? response.withMetadata(response.metadata().mutate().cost(cost).build()) : response;
	}

	/**
	 * Return the cost of a response, or {@code null} if it is not known.
	 */
	@Nullable IRCost cost(BackendCall call, Formula formula, JsonNode root) {
		ModelPricing pricing = this.models.pricing(call.model());
		return (pricing != null) ? formula.cost(pricing, root) : null;
	}

	void report(BackendCall call, @Nullable IRCost cost) {
		if (cost != null) {
			this.listener.charged(call, cost);
		}
	}

	/**
	 * Calculates the cost of one kind of call.
	 */
	@FunctionalInterface
	interface Formula {

		/**
		 * Return the cost of a call.
		 * @param pricing the prices of the model
		 * @param root the response's body
		 * @return the cost, or {@code null} if it is not known
		 */
		@Nullable IRCost cost(ModelPricing pricing, JsonNode root);

	}

}
