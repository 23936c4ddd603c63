package ai.matey.backend.together.endpoint;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.ir.IRCost;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.ModelPricing;

/**
 * Calculates the cost of images, which are priced either per image or per megapixel. The
 * list of models has no price for additional steps, so the cost of images with more steps
 * than the price includes is not known.
 *
 * @param request the request
 */
record ImageFormula(IRImageRequest request) implements CallCosts.Formula {

	/** The width and height of images whose request sets none. */
	private static final int DEFAULT_SIDE = 1024;

	@Override
	public @Nullable IRCost cost(ModelPricing pricing, JsonNode root) {
		return cost(pricing, BigDecimal.valueOf(root.path("data").size()));
	}

	/**
	 * Return the cost of the requested number of images.
	 */
	@Nullable IRCost cost(ModelPricing pricing) {
		return cost(pricing, (this.request.n() != null) ? BigDecimal.valueOf(this.request.n()) : BigDecimal.ONE);
	}

	private @Nullable IRCost cost(ModelPricing pricing, BigDecimal images) {
		BigDecimal perImage = price(pricing.details().get("image"), "example_price");
		if (perImage != null) {
			return cost(IRCost.Kind.IMAGES, images, perImage);
		}
		BigDecimal perMegapixel = price(pricing.details().get("image_pixel"), "price_per_megapixel");
		if (perMegapixel == null || isLongerThanPriced(pricing.details().get("image_pixel"))) {
			return null;
		}
		BigDecimal pixels = BigDecimal.valueOf((long) side(this.request.width()) * side(this.request.height()));
		return cost(IRCost.Kind.MEGAPIXELS, images.multiply(pixels).movePointLeft(6), perMegapixel);
	}

	private boolean isLongerThanPriced(@Nullable Object entry) {
		BigDecimal steps = price(entry, "min_steps");
		return this.request.steps() != null && steps != null
				&& BigDecimal.valueOf(this.request.steps()).compareTo(steps) > 0;
	}

	private static @Nullable IRCost cost(IRCost.Kind kind, BigDecimal quantity, BigDecimal price) {
		return (quantity.signum() > 0) ? IRCost.of(IRCost.USD, List.of(new IRCost.Part(kind, quantity, price))) : null;
	}

	/**
	 * The entry is the number 0 if a model has no such price.
	 */
	private static @Nullable BigDecimal price(@Nullable Object entry, String name) {
		if (!(entry instanceof Map<?, ?> prices) || !(prices.get(name) instanceof Number number)) {
			return null;
		}
		BigDecimal price = new BigDecimal(number.toString());
		return (price.signum() > 0) ? price : null;
	}

	private static int side(@Nullable Integer side) {
		return (side != null) ? side : DEFAULT_SIDE;
	}

}
