package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Embeddings of texts.
 *
 * @param embeddings one embedding for each text, in the order of the request
 * @param dimensions the number of dimensions of the vectors
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata metadata of the response; if several requests were needed, latency
 * covers all of them, attempts are summed, warnings are combined, and everything else is
 * from the last request
 * @since 0.1.0
 */
public record IREmbedResponse(List<IREmbedding> embeddings, int dimensions, @Nullable IRUsage usage,
		IRMetadata metadata) implements IRResponse {

	public IREmbedResponse {
		embeddings = List.copyOf(embeddings);
		Objects.requireNonNull(metadata, "metadata must not be null");
	}

}
