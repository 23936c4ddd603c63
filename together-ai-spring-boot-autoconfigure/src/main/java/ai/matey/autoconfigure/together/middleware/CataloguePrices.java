package ai.matey.autoconfigure.together.middleware;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.ModelPricing;
import ai.matey.middleware.budget.PriceSource;

/**
 * Reads prices from the list of models.
 *
 * @param adapter the adapter with the list
 */
record CataloguePrices(TogetherAIBackendAdapter adapter) implements PriceSource {

	@Override
	public Mono<ModelPricing> price(@Nullable String model) {
		return Mono.justOrEmpty((model != null) ? model : this.adapter.defaultModel())
			.flatMap(this.adapter::model)
			.flatMap((known) -> Mono.justOrEmpty(known.pricing()));
	}

	@Override
	public Mono<IRCost> price(IRImageRequest request) {
		return this.adapter.cost(request);
	}

}
