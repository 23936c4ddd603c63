package ai.matey.ir;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The models of a provider.
 *
 * @param models the models in the provider's order
 * @param source where the list comes from
 * @param fetchedAt when the provider was asked
 * @param warnings what the caller should know, such as that the list is stale
 */
public record ListModelsResult(List<AIModel> models, Source source, Instant fetchedAt, List<IRWarning> warnings) {

	public ListModelsResult {
		models = List.copyOf(models);
		Objects.requireNonNull(source, "source must not be null");
		Objects.requireNonNull(fetchedAt, "fetchedAt must not be null");
		warnings = List.copyOf(warnings);
	}

	/**
	 * Where a list comes from.
	 */
	public enum Source {

		/** The provider, just now. */
		REMOTE,

		/** The cache, still fresh. */
		CACHE,

		/** The cache, too old, because its refresh failed. */
		STALE

	}

}
