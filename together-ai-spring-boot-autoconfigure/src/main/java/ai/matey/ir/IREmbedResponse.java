package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Vectors for texts.
 *
 * @param embeddings one for each text, in the order of the request
 * @param dimensions how many components the vectors have
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata who answered and how. Where several requests were needed, its latency
 * is that of all, attempts are added up, warnings are joined, and the rest is the last
 * one's
 */
public record IREmbedResponse(List<IREmbedding> embeddings, int dimensions, @Nullable IRUsage usage,
		IRMetadata metadata) implements IRResponse {

	public IREmbedResponse {
		embeddings = List.copyOf(embeddings);
		Objects.requireNonNull(metadata, "metadata must not be null");
	}

}
