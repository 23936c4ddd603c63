package ai.matey.springai;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;

/**
 * Names of models for which there is no default.
 */
final class Models {

	private Models() {
	}

	/**
	 * Check that a model is named, with advice that Spring AI's users understand.
	 * @param model the model's name, or {@code null}
	 * @param kind the part of the property's name that tells the kind of model
	 */
	static void require(@Nullable String model, String kind) {
		if (model == null || model.isBlank()) {
			throw new ValidationException(ErrorCode.INVALID_REQUEST, "model",
					"No " + kind + " model is named: set spring.ai.together." + kind
							+ ".model, or name one in the options. together.default-model is for chats only.",
					ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null), null);
		}
	}

}
