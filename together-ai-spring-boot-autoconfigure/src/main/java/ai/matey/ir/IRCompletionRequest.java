package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request to continue a text, for models without a chat template. The response is a
 * chat response whose text is the continuation.
 *
 * @param prompt the text to continue
 * @param parameters parameters of the generation; those that only concern chats are not
 * sent and result in a warning
 * @param metadata the request's id, provenance and warnings
 * @param deadlines deadlines of this call, which override the client's
 * @since 0.1.0
 */
public record IRCompletionRequest(String prompt, IRParameters parameters, IRMetadata metadata,
		IRDeadlines deadlines) implements IRRequest {

	public IRCompletionRequest {
		Objects.requireNonNull(prompt, "prompt must not be null");
		Objects.requireNonNull(parameters, "parameters must not be null");
		Objects.requireNonNull(metadata, "metadata must not be null");
		Objects.requireNonNull(deadlines, "deadlines must not be null");
	}

	/**
	 * Return the requested model.
	 * @return the model, or {@code null} for the client's default
	 */
	@Override
	public @Nullable String model() {
		return this.parameters.model();
	}

	/**
	 * Create a request with a random id and the client's deadlines.
	 * @param prompt the text to continue
	 * @param parameters parameters of the generation
	 */
	public IRCompletionRequest(String prompt, IRParameters parameters) {
		this(prompt, parameters, IRMetadata.builder().build(), IRDeadlines.INHERIT);
	}

	@Override
	public String toString() {
		return "IRCompletionRequest[" + this.prompt.length() + " chars, parameters=" + this.parameters + ", metadata="
				+ this.metadata + "]";
	}

}
