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
 * The ways in which a streamed answer fails after its headers came.
 */
final class StreamErrors {

	private final Attempt attempt;

	private final HttpHeaders headers;

	private final TogetherErrors errors;

	private final Supplier<@Nullable IRChatResponse> partial;

	private @Nullable String responseId;

	/**
	 * Create the failures of one attempt.
	 * @param attempt the attempt
	 * @param headers the answer's headers
	 * @param errors turns what the provider says into exceptions
	 * @param partial gives what came before a failure, or {@code null}
	 */
	StreamErrors(Attempt attempt, HttpHeaders headers, TogetherErrors errors,
			Supplier<@Nullable IRChatResponse> partial) {
		this.attempt = attempt;
		this.headers = headers;
		this.errors = errors;
		this.partial = partial;
	}

	/**
	 * Remembers the provider's id of the answer, which identifies the request.
	 * @param responseId the id, or {@code null} if it is still unknown
	 */
	void responseId(@Nullable String responseId) {
		this.responseId = responseId;
	}

	/**
	 * A failure of the stream, with what came before it.
	 * @param code what went wrong
	 * @param message what went wrong, for a person
	 * @param cause what caused it, or {@code null}
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
	 * An error that the provider told of inside the stream. Before the model said
	 * anything it is what an HTTP error would have been; afterwards it is the failure of
	 * a stream.
	 * @param body what the error says
	 * @param started whether the model had said something
	 * @return the exception
	 */
	AdapterException told(ErrorBody body, boolean started) {
		AdapterException error = this.errors.ofBody(this.attempt, this.headers, body.orId(this.responseId));
		return started ? broken(ErrorCode.STREAM_INTERRUPTED, String.valueOf(error.getMessage()), error) : error;
	}

	StreamException tooLarge(SseDecoder.SseLimitException cause) {
		return tooLarge(cause,
				cause.getMessage() + ". Raise together.http.max-in-memory-size if such events are expected");
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
				"The stream of " + this.attempt.subject() + " holds an event that is not a JSON object.", null);
	}

	StreamException incomplete() {
		return broken(ErrorCode.STREAM_INTERRUPTED,
				"The stream of " + this.attempt.subject() + " ended without a finish reason: the answer is incomplete.",
				null);
	}

}
