package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.Names;

/**
 * Determines the model of a request, for all endpoints.
 */
final class RequestedModel {

	private RequestedModel() {
	}

	/**
	 * Return the model to request.
	 * @param named the model named by the request, or {@code null}
	 * @param defaultModel the default model, or {@code null}
	 * @return the named model, otherwise the default
	 * @throws ai.matey.errors.ValidationException if there is no model or its name is too
	 * long
	 */
	static String of(@Nullable String named, @Nullable String defaultModel) {
		String model = (named != null) ? named : defaultModel;
		if (model == null || model.isBlank()) {
			throw InvalidRequests.request("model", "is missing: set it in the request, or set together.default-model");
		}
		if (Names.isTooLong(model)) {
			throw InvalidRequests.request("model", "has more than " + Names.MAX_LENGTH + " characters");
		}
		return model;
	}

}
