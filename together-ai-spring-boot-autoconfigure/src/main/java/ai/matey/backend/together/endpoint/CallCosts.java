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
 * Tells what calls cost, by the prices of the model that was asked. The model that the
 * response names may be an internal one that no list knows.
 */
public final class CallCosts {

	/** What most calls cost: tokens. */
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
	 * Return a complete response with its cost, and tell of it.
	 */
	IRChatResponse charge(BackendCall call, IRChatResponse response) {
		ModelPricing pricing = this.models.pricing(call.model());
		IRCost cost = (pricing != null && response.usage() != null) ? pricing.cost(response.usage()) : null;
		tell(call, cost);
		return (cost != null) ? response.withMetadata(response.metadata().mutate().cost(cost).build()) : response;
	}

	/**
	 * Return what a response's body cost, or {@code null} if that is not known.
	 */
	@Nullable IRCost cost(BackendCall call, Formula formula, JsonNode root) {
		ModelPricing pricing = this.models.pricing(call.model());
		return (pricing != null) ? formula.cost(pricing, root) : null;
	}

	void tell(BackendCall call, @Nullable IRCost cost) {
		if (cost != null) {
			this.listener.charged(call, cost);
		}
	}

	/**
	 * How a kind of call is charged.
	 */
	@FunctionalInterface
	interface Formula {

		/**
		 * Return what a call cost.
		 * @param pricing what its model costs
		 * @param root the response's body
		 * @return the cost, or {@code null} if it cannot be told
		 */
		@Nullable IRCost cost(ModelPricing pricing, JsonNode root);

	}

}
