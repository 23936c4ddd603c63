package ai.matey.backend.together.stream;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.response.ResponseLimitException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRChatResponse;

/**
 * Creates the errors of a stream whose headers were received.
 */
final class StreamErrors {

	private final Attempt attempt;

	private final HttpHeaders headers;

	private final TogetherErrors errors;

	private final Supplier<@Nullable IRChatResponse> partial;

	private @Nullable String responseId;

	/**
	 * Create the errors for one attempt.
	 * @param attempt the attempt
	 * @param headers the headers of the response
	 * @param errors maps the provider's errors to exceptions
	 * @param partial supplies the partial response, or {@code null}
	 */
	StreamErrors(Attempt attempt, HttpHeaders headers, TogetherErrors errors,
			Supplier<@Nullable IRChatResponse> partial) {
		this.attempt = attempt;
		this.headers = headers;
		this.errors = errors;
		this.partial = partial;
	}

	/**
	 * Set the provider's ID of the response, which identifies the request.
	 * @param responseId the ID, or {@code null} if it is not known yet
	 */
	void responseId(@Nullable String responseId) {
		this.responseId = responseId;
	}

	/**
	 * Return an error of the stream with the partial response.
	 * @param code the error code
	 * @param message the message
	 * @param cause the cause, or {@code null}
	 * @return the exception
	 */
	StreamException broken(ErrorCode code, String message, @Nullable Throwable cause) {
		boolean retryable = !(cause instanceof AdapterException typed) || typed.isRetryable();
		return new StreamException(code, retryable && code != ErrorCode.STREAM_PARSE_ERROR, this.partial.get(), message,
				(cause instanceof AdapterException typed) ? typed.details() : this.attempt.details(200, this.headers,
						this.errors.rateLimits(this.headers), ErrorBody.EMPTY.orId(this.responseId)),
				cause);
	}

	/**
	 * Return the exception for an error that the provider sent in the stream. Before any
	 * output of the model, it is the same as for an HTTP error; afterwards it is a
	 * {@link StreamException}.
	 * @param body the content of the error
	 * @param started whether the model had produced output
	 * @return the exception
	 */
	AdapterException reported(ErrorBody body, boolean started) {
		AdapterException error = this.errors.ofBody(this.attempt, this.headers, body.orId(this.responseId));
		return started ? broken(ErrorCode.STREAM_INTERRUPTED, String.valueOf(error.getMessage()), error) : error;
	}

	StreamException tooLarge(SseDecoder.SseLimitException cause) {
		return tooLarge(cause,
				cause.getMessage() + ". Increase together.http.max-in-memory-size if such events are expected");
	}

	StreamException tooLarge(ResponseLimitException cause) {
		return tooLarge(cause, String.valueOf(cause.getMessage()));
	}

	private StreamException tooLarge(RuntimeException cause, String message) {
		return broken(ErrorCode.STREAM_PARSE_ERROR,
				"The stream of " + this.attempt.subject() + " failed: " + this.attempt.ownProperties(message) + ".",
				cause);
	}

	StreamException unreadable() {
		return broken(ErrorCode.STREAM_PARSE_ERROR,
				"The stream of " + this.attempt.subject() + " contains an event that is not a JSON object.", null);
	}

	StreamException incomplete() {
		return broken(ErrorCode.STREAM_INTERRUPTED, "The stream of " + this.attempt.subject()
				+ " ended without a finish reason: the response is incomplete.", null);
	}

}
