package ai.matey.ir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The price of a model, as the provider lists it.
 *
 * @param inputPerMillion US dollars per million tokens of the prompt, or {@code null}
 * @param outputPerMillion US dollars per million tokens of the response, or {@code null}
 * @param cachedInputPerMillion US dollars per million cached tokens of the prompt, or
 * {@code null}
 * @param details the complete price entry, whose format depends on the type of model
 * @since 0.1.0
 */
public record ModelPricing(@Nullable Double inputPerMillion, @Nullable Double outputPerMillion,
		@Nullable Double cachedInputPerMillion, Map<String, @Nullable Object> details) {

	public ModelPricing {
		details = Copies.json(details);
	}

	/**
	 * Return the cost of a call to this model. Cached tokens without their own price cost
	 * as much as others.
	 * @param usage the tokens that the call used
	 * @return the cost in US dollars, or {@code null} if a required price is unknown or
	 * all of them are zero, which providers also use for "no price"
	 */
	public @Nullable IRCost cost(IRUsage usage) {
		long cached = (isSet(this.cachedInputPerMillion) && usage.cachedTokens() != null)
				? Math.min(usage.cachedTokens(), usage.promptTokens()) : 0;
		List<IRCost.Part> parts = new ArrayList<>(3);
		boolean known = add(parts, IRCost.Kind.INPUT_TOKENS, usage.promptTokens() - cached, this.inputPerMillion)
				&& add(parts, IRCost.Kind.CACHED_INPUT_TOKENS, cached, this.cachedInputPerMillion)
				&& add(parts, IRCost.Kind.OUTPUT_TOKENS, usage.completionTokens(), this.outputPerMillion);
		return (known && (isSet(this.inputPerMillion) || isSet(this.outputPerMillion)) && !parts.isEmpty())
				? IRCost.of(IRCost.USD, parts) : null;
	}

	private static boolean add(List<IRCost.Part> parts, IRCost.Kind kind, long tokens, @Nullable Double perMillion) {
		if (tokens <= 0) {
			return true;
		}
		if (perMillion == null) {
			return false;
		}
		parts.add(new IRCost.Part(kind, BigDecimal.valueOf(tokens), BigDecimal.valueOf(perMillion).movePointLeft(6)));
		return true;
	}

	private static boolean isSet(@Nullable Double price) {
		return price != null && price > 0;
	}

}
