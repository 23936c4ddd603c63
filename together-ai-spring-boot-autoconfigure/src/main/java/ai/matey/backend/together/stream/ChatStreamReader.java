package ai.matey.backend.together.stream;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.backend.together.error.UpstreamFailure;
import ai.matey.backend.together.http.ErrorResponseReader;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.ResponseReader;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Reads a streamed response.
 */
public final class ChatStreamReader implements ResponseReader<IRStreamChunk> {

	private final Attempt attempt;

	private final ChatStreamDecoder decoder;

	private final UnaryOperator<IRChatResponse> completion;

	private ChatStreamReader(Attempt attempt, ChatStreamDecoder decoder, UnaryOperator<IRChatResponse> completion) {
		this.attempt = attempt;
		this.decoder = decoder;
		this.completion = completion;
	}

	/**
	 * Create the reader for a response that should be a stream. A response with another
	 * content type is most likely an error or a proxy's page; one without a content type
	 * may be a stream.
	 * @param attempt the attempt that received the response
	 * @param head the head of the response
	 * @param errors creates the error if the body contains one
	 * @param decoder creates the decoder for a stream
	 * @param completion applied to the response of a successful stream
	 * @return the reader
	 */
	public static ResponseReader<IRStreamChunk> of(Attempt attempt, ResponseHead head, TogetherErrors errors,
			Supplier<ChatStreamDecoder> decoder, UnaryOperator<IRChatResponse> completion) {
		String contentType = head.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		if (contentType == null || contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
			return new ChatStreamReader(attempt, decoder.get(), completion);
		}
		return new ErrorResponseReader<>((body) -> notAStream(attempt, head, errors, contentType, body));
	}

	private static AdapterException notAStream(Attempt attempt, ResponseHead head, TogetherErrors errors,
			String contentType, byte[] body) {
		ErrorBody error = errorInside(body);
		if (error != null) {
			return errors.ofBody(attempt, head.headers(), error);
		}
		return new StreamException(ErrorCode.STREAM_PARSE_ERROR, false, null,
				"Together AI responded for " + attempt.subject() + " with " + attempt.redaction().name(contentType)
						+ " instead of an event stream. Check that together.base-url is the API's address.",
				attempt.details(head.status(), head.headers(), head.rateLimits(), ErrorBody.read(body)), null);
	}

	private static @Nullable ErrorBody errorInside(byte[] body) {
		try {
			return ErrorBody.inside(Json.read(body, 0, body.length));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	@Override
	public void feed(DataBuffer bytes) {
		this.decoder.feed(bytes);
	}

	/**
	 * Losing the connection after the model has finished does not affect the response.
	 */
	@Override
	public void end(@Nullable Throwable failure) {
		if (this.decoder.isEnded()) {
			return;
		}
		boolean cut = failure != null && TransportErrors.isCut(failure);
		if (failure == null || (cut && this.decoder.isFinished())) {
			this.decoder.end();
			return;
		}
		String stream = "reading the stream of " + this.attempt.subject();
		if (cut) {
			throw this.decoder.failure(ErrorCode.STREAM_INTERRUPTED, "The connection was lost while " + stream + ".",
					UpstreamFailure.cause(failure));
		}
		ErrorCode code = TransportErrors.isTimeout(failure) ? ErrorCode.PROVIDER_TIMEOUT : ErrorCode.STREAM_PARSE_ERROR;
		throw this.decoder.failure(code, TransportErrors.describe(failure) + " while " + stream + ".", failure);
	}

	@Override
	public @Nullable IRStreamChunk next() {
		IRStreamChunk chunk = this.decoder.next();
		return (chunk instanceof IRStreamChunk.Done done)
				? new IRStreamChunk.Done(this.completion.apply(done.response())) : chunk;
	}

	/**
	 * Only output of the model is progress, not metadata about previous output.
	 */
	@Override
	public boolean isProgress(IRStreamChunk next) {
		return !(next instanceof IRStreamChunk.Metadata);
	}

	@Override
	public boolean isDelivered() {
		return this.decoder.isDelivered();
	}

	/**
	 * Whether the model has finished, although the stream may continue.
	 */
	@Override
	public boolean isComplete() {
		return this.decoder.isFinished();
	}

	@Override
	public AdapterException interrupted(AdapterException reason) {
		ErrorCode code = (reason.code() == ErrorCode.PROVIDER_TIMEOUT) ? reason.code() : ErrorCode.STREAM_INTERRUPTED;
		return this.decoder.failure(code, String.valueOf(reason.getMessage()), null);
	}

}
