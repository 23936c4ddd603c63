package ai.matey.middleware;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.ir.ModelPricing;

/**
 * Knows what models cost. Thread-safe.
 */
@FunctionalInterface
public interface PriceSource {

	/**
	 * Return what a model costs. Fails never and soon: a call waits for it.
	 * @param model the model, or {@code null} for the backend's default
	 * @return the prices, or empty if they are not known
	 */
	Mono<ModelPricing> price(@Nullable String model);

}
