package ai.matey.middleware.budget;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRCost;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.ModelPricing;

/**
 * Source of the prices of models. Implementations must be thread-safe.
 *
 * @since 0.1.0
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

	/**
	 * Return the maximum cost of images, which are not charged by the token. It must
	 * neither fail nor take long.
	 * @param request the description of the images
	 * @return the cost, or empty if it is unknown; by default empty
	 */
	default Mono<IRCost> price(IRImageRequest request) {
		return Mono.empty();
	}

}
