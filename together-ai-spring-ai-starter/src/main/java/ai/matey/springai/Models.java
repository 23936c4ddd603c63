package ai.matey.springai;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;

/**
 * Validates the names of models that have no default.
 */
final class Models {

	private Models() {
	}

	/**
	 * Check that a model is set, with advice for users of Spring AI.
	 * @param model the model's name, or {@code null}
	 * @param kind the kind of model, as in the names of properties
	 */
	static void require(@Nullable String model, String kind) {
		if (model == null || model.isBlank()) {
			throw new ValidationException(ErrorCode.INVALID_REQUEST, "model",
					"No " + kind + " model is set: set spring.ai.together." + kind
							+ ".model, or set a model in the options. together.default-model applies only to chats.",
					ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null), null);
		}
	}

}
