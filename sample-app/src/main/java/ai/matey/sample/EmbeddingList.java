package ai.matey.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IREmbedding;
import ai.matey.ir.IRUsage;

/**
 * Embeddings in OpenAI's format.
 *
 * @param object always {@code list}
 * @param data one embedding for each text
 * @param model the model that responded
 * @param usage the tokens used, or {@code null} if the provider did not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "object", "data", "model", "usage" })
record EmbeddingList(@JsonProperty("object") String object, @JsonProperty("data") List<Embedding> data,
		@JsonProperty("model") @Nullable String model, @JsonProperty("usage") @Nullable Usage usage) {

	static EmbeddingList of(IREmbedResponse response, @Nullable String requestedModel, boolean base64) {
		String model = response.metadata().model();
		IRUsage usage = response.usage();
		return new EmbeddingList("list",
				response.embeddings().stream().map((embedding) -> Embedding.of(embedding, base64)).toList(),
				(model != null) ? model : requestedModel,
				(usage != null) ? new Usage(usage.promptTokens(), usage.totalTokens()) : null);
	}

	/**
	 * A vector.
	 *
	 * @param object always {@code embedding}
	 * @param index the index of the text in the request
	 * @param embedding the numbers, or their base64 encoding with four bytes each,
	 * little-endian
	 */
	@JsonPropertyOrder({ "object", "index", "embedding" })
	record Embedding(@JsonProperty("object") String object, @JsonProperty("index") int index,
			@JsonProperty("embedding") Object embedding) {

		static Embedding of(IREmbedding embedding, boolean base64) {
			return new Embedding("embedding", embedding.index(),
					base64 ? base64(embedding.vector()) : embedding.vector());
		}

		private static String base64(float[] vector) {
			ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(vector);
			return Base64.getEncoder().encodeToString(bytes.array());
		}

	}

	/**
	 * The tokens used.
	 *
	 * @param promptTokens the tokens of the texts
	 * @param totalTokens the same
	 */
	@JsonPropertyOrder({ "prompt_tokens", "total_tokens" })
	record Usage(@JsonProperty("prompt_tokens") long promptTokens, @JsonProperty("total_tokens") long totalTokens) {

	}

}
