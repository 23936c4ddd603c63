package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.UpstreamFailure;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;

/**
 * Obtains the key for an attempt. Any failure of the supplier becomes a typed error.
 */
final class ApiKeyResolver {

	private ApiKeyResolver() {
	}

	static Mono<String> of(TogetherApiKeySupplier supplier, BackendCall call) {
		return Mono.defer(supplier::apiKey)
			.onErrorMap((failure) -> !(failure instanceof AdapterException), (failure) -> failed(call, failure))
			.switchIfEmpty(Mono.error(() -> missing(call)))
			.map((key) -> checked(call, key));
	}

	private static String checked(BackendCall call, String key) {
		if (HeaderRules.isMissingKey(key)) {
			throw missing(call);
		}
		try {
			return HeaderRules.apiKey(key.strip());
		}
		catch (TogetherConfigurationException ex) {
			throw exception(ErrorCode.INVALID_API_KEY, "The API key " + of(call)
					+ " contains a line break or another character that is not allowed in a header; nothing was sent. "
					+ "Check the key supplier.", call, null);
		}
	}

	private static AdapterException missing(BackendCall call) {
		return exception(ErrorCode.MISSING_API_KEY,
				"The API key supplier " + of(call) + " provided no key; nothing was sent.", call, null);
	}

	private static AdapterException failed(BackendCall call, Throwable failure) {
		return exception(
				ErrorCode.API_KEY_UNAVAILABLE, "The API key supplier " + of(call) + " failed ("
						+ failure.getClass().getSimpleName() + "); nothing was sent.",
				call, UpstreamFailure.cause(failure));
	}

	/**
	 * Return the error of a call whose deadline passes while waiting for the key.
	 * @param call the call
	 * @param deadline the error of the deadline, which would blame the provider
	 * @return the failure
	 */
	static AdapterException late(BackendCall call, AdapterException deadline) {
		return exception(ErrorCode.API_KEY_UNAVAILABLE,
				"The API key supplier " + of(call) + " provided no key within the call's deadline; nothing was sent.",
				call, deadline);
	}

	private static String of(BackendCall call) {
		return "of Together AI client '" + call.client() + "'";
	}

	private static AdapterException exception(ErrorCode code, String message, BackendCall call,
			@Nullable Throwable cause) {
		return new AuthenticationException(code, code == ErrorCode.API_KEY_UNAVAILABLE, message,
				ErrorDetails.of(ProviderNames.PROVIDER, call.model()).withClient(call.client()), cause);
	}

}
