package ai.matey.ir;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The models of a provider.
 *
 * @param models the models in the provider's order
 * @param source the source of the list
 * @param fetchedAt when the list was fetched from the provider
 * @param warnings the warnings, for example that the list is stale
 * @since 0.1.0
 */
public record ListModelsResult(List<AIModel> models, Source source, Instant fetchedAt, List<IRWarning> warnings) {

	public ListModelsResult {
		models = List.copyOf(models);
		Objects.requireNonNull(source, "source must not be null");
		Objects.requireNonNull(fetchedAt, "fetchedAt must not be null");
		warnings = List.copyOf(warnings);
	}

	/**
	 * The source of a list.
	 */
	public enum Source {

		/** Fetched from the provider. */
		REMOTE,

		/** Taken from the cache while fresh. */
		CACHE,

		/** Taken from the cache although stale, because its refresh failed. */
		STALE

	}

}
