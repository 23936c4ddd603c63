package ai.matey.ir;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a model costs, as the provider lists it.
 *
 * @param inputPerMillion US dollars for a million tokens of prompt, or {@code null}
 * @param outputPerMillion US dollars for a million tokens of answer, or {@code null}
 * @param cachedInputPerMillion US dollars for a million cached tokens of prompt, or
 * {@code null}
 * @param details the whole price entry, whose shape differs by type of model
 */
public record ModelPricing(@Nullable Double inputPerMillion, @Nullable Double outputPerMillion,
		@Nullable Double cachedInputPerMillion, Map<String, @Nullable Object> details) {

	public ModelPricing {
		details = Copies.json(details);
	}

}
