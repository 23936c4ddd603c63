package ai.matey.middleware.budget;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.ir.ModelPricing;

/**
 * Source of the prices of models. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface PriceSource {

	/**
	 * Return the prices of a model. It must never fail and must complete quickly, since a
	 * call waits for it.
	 * @param model the model, or {@code null} for the backend's default
	 * @return the prices, or empty if they are unknown
	 */
	Mono<ModelPricing> price(@Nullable String model);

}
