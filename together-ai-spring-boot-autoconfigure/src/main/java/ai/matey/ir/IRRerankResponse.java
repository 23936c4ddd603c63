package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Documents ranked by relevance.
 *
 * @param results the most relevant first
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata metadata of the response
 * @since 0.1.0
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
	 * @param index its index in the request, starting at 0
	 * @param relevanceScore its relevance; higher is more relevant, and the scale depends
	 * on the model
	 * @param document its text, or its JSON if it is an object; {@code null} unless
	 * requested
	 */
	public record Result(int index, double relevanceScore, @Nullable String document) {

		@Override
		public String toString() {
			return "Result[index=" + this.index + ", relevanceScore=" + this.relevanceScore + "]";
		}

	}

}
