package ai.matey.autoconfigure.together.web;

import java.time.Duration;
import java.util.Locale;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import ai.matey.errors.AdapterException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;

/**
 * Handles failures with problem details. These are not meant for operators of the
 * application, so they contain the kind of failure but neither the provider's message nor
 * the names of properties.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class TogetherProblemDetailsAdvice {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(AdapterException failure) {
		HttpStatus status = status(failure);
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setDetail(detail(failure, status));
		problem.setProperty("code", failure.code().name().toLowerCase(Locale.ROOT));
		problem.setProperty("retryable", failure.isRetryable());
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
		Duration wait = (failure instanceof RateLimitException limited) ? limited.retryAfter() : null;
		if (wait != null) {
			response.header(HttpHeaders.RETRY_AFTER, String.valueOf((wait.toMillis() + 999) / 1000));
		}
		return response.body(problem);
	}

	/**
	 * A failure that the client can fix has a client error status; everything else
	 * happened between the application and the provider.
	 */
	private static HttpStatus status(AdapterException failure) {
		return switch (failure.code()) {
			case RATE_LIMIT_EXCEEDED -> HttpStatus.TOO_MANY_REQUESTS;
			case PROVIDER_OVERLOADED, CLIENT_CLOSED, QUOTA_EXCEEDED, API_KEY_UNAVAILABLE ->
				HttpStatus.SERVICE_UNAVAILABLE;
			case PROVIDER_TIMEOUT, CONNECTION_TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
			case TOOL_APPROVAL_REQUIRED, TOOL_RUN_NOT_PENDING -> HttpStatus.CONFLICT;
			case MISSING_API_KEY -> HttpStatus.INTERNAL_SERVER_ERROR;
			default -> (failure instanceof ValidationException) ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY;
		};
	}

	private static String detail(AdapterException failure, HttpStatus status) {
		return switch (failure.code()) {
			case CONTEXT_LENGTH_EXCEEDED -> "The conversation is too long for the model.";
			case TOOL_RUN_NOT_PENDING ->
				"The run is not waiting for an approval: it was resumed before, or is not known.";
			case TOOL_APPROVAL_REQUIRED -> "A tool call needs an approval.";
			case QUOTA_EXCEEDED -> "The budget for calls to the model is exhausted.";
			default -> detail(status);
		};
	}

	private static String detail(HttpStatus status) {
		return switch (status) {
			case TOO_MANY_REQUESTS -> "Too many requests were sent to the model. Try again later.";
			case SERVICE_UNAVAILABLE -> "The model is not available at the moment. Try again later.";
			case GATEWAY_TIMEOUT -> "The model did not respond in time.";
			case BAD_REQUEST -> "The model cannot process the request.";
			case INTERNAL_SERVER_ERROR -> "The model is not configured.";
			default -> "The model could not respond.";
		};
	}

}
