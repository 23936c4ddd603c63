package ai.matey.sample;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.Names;

/**
 * A request for embeddings in OpenAI's format.
 *
 * @param model the model to use
 * @param input a text or a list of texts
 * @param encodingFormat {@code float} or {@code base64}, or {@code null} for {@code
 * float}
 * @param dimensions the number of dimensions of the vectors, or {@code null}
 * @param additional further fields, which are passed on; {@code null} for none
 */
record EmbeddingRequest(@JsonProperty("model") @Nullable String model, @JsonProperty("input") @Nullable Object input,
		@JsonProperty("encoding_format") @Nullable String encodingFormat,
		@JsonProperty("dimensions") @Nullable Integer dimensions,
		@JsonAnySetter @Nullable Map<String, @Nullable Object> additional) {

	boolean base64() {
		if (this.encodingFormat == null || this.encodingFormat.equals("float")) {
			return false;
		}
		if (this.encodingFormat.equals("base64")) {
			return true;
		}
		throw invalid("encoding_format", "encoding_format is unknown: use float or base64");
	}

	IREmbedRequest toIR() {
		if (Names.isTooLong(this.model)) {
			throw invalid("model", "model has more than " + Names.MAX_LENGTH + " characters");
		}
		IREmbedRequest.Builder builder = IREmbedRequest.builder()
			.model(this.model)
			.input(texts())
			.dimensions(this.dimensions);
		if (this.additional != null) {
			this.additional.forEach(builder::custom);
		}
		return builder.build();
	}

	private List<String> texts() {
		if (this.input instanceof String text) {
			return List.of(text);
		}
		if (this.input instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
			return list.stream().map(String.class::cast).toList();
		}
		throw invalid("input", "input must be a text or a list of texts; tokens cannot be sent");
	}

	private ValidationException invalid(String field, String message) {
		return new ValidationException(ErrorCode.INVALID_REQUEST, field, message,
				ErrorDetails.of("openai-format", this.model), null);
	}

	@Override
	public String toString() {
		return "EmbeddingRequest[model=" + this.model + ", dimensions=" + this.dimensions + "]";
	}

}
