package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request to continue a text, for models without a chat template. The answer has the
 * shape of a chat answer: the continuation is its text.
 *
 * @param prompt the text to continue
 * @param parameters how the model shall go on; what concerns conversations only is not
 * sent and leaves a warning
 * @param metadata the request's id, provenance and warnings
 * @param deadlines deadlines of this call, laid over the client's
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
	 * Return the model that is asked.
	 * @return the model, or {@code null} for the client's default
	 */
	@Override
	public @Nullable String model() {
		return this.parameters.model();
	}

	/**
	 * A request with a random id and the client's deadlines.
	 * @param prompt the text to continue
	 * @param parameters how the model shall go on
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
