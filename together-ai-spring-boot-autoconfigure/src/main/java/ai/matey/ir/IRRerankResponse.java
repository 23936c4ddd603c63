package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Documents sorted by relevance.
 *
 * @param results the most relevant first
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata who answered and how
 */
public record IRRerankResponse(List<Result> results, @Nullable IRUsage usage,
		IRMetadata metadata) implements IRResponse {

	public IRRerankResponse {
		results = List.copyOf(results);
		Objects.requireNonNull(metadata, "metadata must not be null");
	}

	/**
	 * One document.
	 *
	 * @param index its place in the request, from 0
	 * @param relevanceScore how relevant it is; higher is more, the scale is the model's
	 * @param document its text, JSON for a document of fields; {@code null} unless asked
	 * for
	 */
	public record Result(int index, double relevanceScore, @Nullable String document) {

		@Override
		public String toString() {
			return "Result[index=" + this.index + ", relevanceScore=" + this.relevanceScore + "]";
		}

	}

}
