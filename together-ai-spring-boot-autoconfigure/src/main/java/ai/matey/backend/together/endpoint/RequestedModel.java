package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.Names;

/**
 * Which model a request asks, whatever the endpoint.
 */
final class RequestedModel {

	private RequestedModel() {
	}

	/**
	 * Return the model to ask.
	 * @param named the model that the request names, or {@code null}
	 * @param defaultModel the model for requests that name none, or {@code null}
	 * @return the named model, else the default
	 * @throws ai.matey.errors.ValidationException if there is neither, or the name is too
	 * long
	 */
	static String of(@Nullable String named, @Nullable String defaultModel) {
		String model = (named != null) ? named : defaultModel;
		if (model == null || model.isBlank()) {
			throw InvalidRequests.request("model",
					"the request names no model and no default is set; name one in the request or set together.default-model");
		}
		if (Names.isTooLong(model)) {
			throw InvalidRequests.request("model", "has more than " + Names.MAX_LENGTH + " characters");
		}
		return model;
	}

}
