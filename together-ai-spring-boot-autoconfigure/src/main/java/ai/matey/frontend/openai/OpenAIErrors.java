package ai.matey.frontend.openai;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.OpenAIError;
import ai.matey.ir.RateLimits;

/**
 * Translates exceptions to error responses in OpenAI's format. They contain no prompt, no
 * key and no stack trace, and the provider's own message is left out, since it may repeat
 * a prompt.
 *
 * @since 0.1.0
 */
public final class OpenAIErrors {

	private static final String INVALID_REQUEST = "invalid_request_error";

	private static final String SERVER_ERROR = "server_error";

	private static final Set<ErrorCode> WITHOUT_CODE = Set.of(ErrorCode.INVALID_REQUEST, ErrorCode.PROVIDER_ERROR);

	private OpenAIErrors() {
	}

	/**
	 * Return the response for a failed call. It has the status of the provider or, if
	 * there is none, one that matches the failure. Anything but an
	 * {@link AdapterException} is an internal error without details.
	 * @param failure the failure
	 * @return the response
	 */
	public static OpenAIErrorResponse of(Throwable failure) {
		if (!(Exceptions.unwrap(failure) instanceof AdapterException exception)) {
			return new OpenAIErrorResponse(500, null,
					OpenAIError.of("The server failed to handle the request", SERVER_ERROR, null, null));
		}
		String message = (exception.getMessage() != null) ? exception.getMessage() : "The call failed";
		String param = (exception instanceof ValidationException validation) ? validation.field() : null;
		String type = word(exception.providerType(), type(exception));
		String code = word(exception.providerCode(), code(exception.code()));
		return new OpenAIErrorResponse(status(exception), retryAfter(exception),
				OpenAIError.of(message, (type != null) ? type : SERVER_ERROR, param, code));
	}

	/**
	 * Return the response for a request body that could not be read as a
	 * {@link ChatCompletionRequest}: 400 with the location of the error.
	 * @param failure the failure, whose causes are searched for a
	 * {@link JacksonException}
	 * @return the response
	 */
	public static OpenAIErrorResponse unreadable(Throwable failure) {
		String param = null;
		String message = "The request body cannot be read";
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof JacksonException exception) {
				param = path(exception.getPath());
				message = message(exception, param);
				break;
			}
		}
		return new OpenAIErrorResponse(400, null, OpenAIError.of(message, INVALID_REQUEST, param, null));
	}

	private static String message(JacksonException exception, @Nullable String param) {
		String where = (exception.getLocation() != null) ? " (line " + exception.getLocation().getLineNr() + ", column "
				+ exception.getLocation().getColumnNr() + ")" : "";
		if (exception instanceof InputCoercionException) {
			return ((param != null) ? param : "A number in the request body") + " is out of range" + where;
		}
		if (exception instanceof StreamReadException || param == null) {
			return "The request body is not a valid JSON object" + where;
		}
		return param + " has the wrong type or value" + where;
	}

	private static @Nullable String path(List<JacksonException.Reference> references) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : references) {
			if (reference.getPropertyName() != null) {
				path.append(path.isEmpty() ? "" : ".").append(RequestNotes.word(reference.getPropertyName()));
			}
			else {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return path.isEmpty() ? null : path.toString();
	}

	private static int status(AdapterException exception) {
		Integer status = exception.status();
		if (status != null && status >= 400 && status <= 599) {
			return status;
		}
		return switch (exception.code()) {
			case INVALID_API_KEY, MISSING_API_KEY -> 401;
			case QUOTA_EXCEEDED -> 402;
			case INSUFFICIENT_PERMISSIONS -> 403;
			case UNSUPPORTED_MODEL -> 404;
			case INVALID_REQUEST, UNSUPPORTED_FEATURE, CONTEXT_LENGTH_EXCEEDED -> 400;
			case TOOL_APPROVAL_REQUIRED, TOOL_RUN_NOT_PENDING -> 409;
			case RATE_LIMIT_EXCEEDED -> 429;
			case PROVIDER_OVERLOADED, CLIENT_CLOSED, API_KEY_UNAVAILABLE, TOOL_RUN_STORE_FAILED -> 503;
			case PROVIDER_TIMEOUT, CONNECTION_TIMEOUT, TOOL_TIMEOUT -> 504;
			case TOOL_LIMIT_EXCEEDED -> 500;
			case PROVIDER_ERROR, ADAPTER_CONVERSION_ERROR, INVALID_OBJECT, NETWORK_ERROR, DNS_RESOLUTION_FAILED,
					STREAM_INTERRUPTED, STREAM_PARSE_ERROR ->
				502;
		};
	}

	private static String type(AdapterException exception) {
		if (exception.code() == ErrorCode.API_KEY_UNAVAILABLE) {
			return SERVER_ERROR;
		}
		return switch (exception.category()) {
			case AUTHENTICATION, VALIDATION -> INVALID_REQUEST;
			case AUTHORIZATION ->
				(exception.code() == ErrorCode.QUOTA_EXCEEDED) ? "insufficient_quota" : "permission_error";
			case RATE_LIMIT -> "rate_limit_error";
			case PROVIDER, ADAPTER, NETWORK, STREAMING, TOOL -> SERVER_ERROR;
		};
	}

	private static @Nullable String code(ErrorCode code) {
		return switch (code) {
			case UNSUPPORTED_MODEL -> "model_not_found";
			case QUOTA_EXCEEDED -> "insufficient_quota";
			default -> WITHOUT_CODE.contains(code) ? null : code.name().toLowerCase(Locale.ROOT);
		};
	}

	private static @Nullable Long retryAfter(AdapterException exception) {
		Duration wait = (exception instanceof RateLimitException rateLimit) ? rateLimit.retryAfter() : null;
		RateLimits limits = exception.rateLimits();
		if (wait == null && limits != null) {
			wait = limits.retryAfter();
		}
		if (wait == null) {
			return null;
		}
		// Rounded up: a client that comes back too early is rejected again
		return Math.max(0, wait.getSeconds() + ((wait.getNano() > 0) ? 1 : 0));
	}

	private static @Nullable String word(@Nullable String providerWord, @Nullable String ours) {
		boolean printable = providerWord != null && RequestNotes.word(providerWord).equals(providerWord);
		return printable ? providerWord : ours;
	}

}
