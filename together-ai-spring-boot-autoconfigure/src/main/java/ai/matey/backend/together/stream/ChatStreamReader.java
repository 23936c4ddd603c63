package ai.matey.backend.together.stream;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.DeadlineErrors;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.backend.together.http.ErrorResponseReader;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.ResponseReader;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRStreamChunk;

/**
 * Reads a streamed answer.
 */
public final class ChatStreamReader implements ResponseReader<IRStreamChunk> {

	private final Attempt attempt;

	private final TogetherExchange exchange;

	private final Function<ResponseHead, ChatStreamDecoder> decoders;

	private final StreamDeadlines watch;

	/** Made when the headers have come. */
	private @Nullable ChatStreamDecoder decoder;

	/**
	 * Creates the reader.
	 * @param attempt the attempt whose answer is read
	 * @param exchange the exchange that it belongs to
	 * @param decoders makes the decoder of an answer
	 * @param watch the clock of the stream's deadlines; the decoder tells it of chunks
	 */
	public ChatStreamReader(Attempt attempt, TogetherExchange exchange,
			Function<ResponseHead, ChatStreamDecoder> decoders, StreamDeadlines watch) {
		this.attempt = attempt;
		this.exchange = exchange;
		this.decoders = decoders;
		this.watch = watch;
	}

	/**
	 * A 200 answer that is no stream is most likely an error, or a proxy's page. Without
	 * a content type it may be a stream.
	 */
	@Override
	public ResponseReader<IRStreamChunk> begin(ResponseHead head) {
		ChatStreamDecoder decoder = this.decoders.apply(head);
		String contentType = head.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
			return new ErrorResponseReader<>(this.exchange::nanoTime, (body) -> decoder.notAStream(contentType, body));
		}
		this.decoder = decoder;
		return this;
	}

	@Override
	public void asked() {
		this.watch.asked();
	}

	@Override
	public void feed(DataBuffer bytes) {
		this.watch.came();
		ChatStreamDecoder decoder = this.decoder;
		if (decoder != null) {
			decoder.feed(bytes);
		}
		else {
			DataBufferUtils.release(bytes);
		}
	}

	/**
	 * A connection that breaks once the model has finished takes nothing away from the
	 * answer.
	 */
	@Override
	public void end(@Nullable Throwable failure) {
		ChatStreamDecoder decoder = this.decoder;
		if (decoder == null || decoder.isEnded()) {
			return;
		}
		boolean cut = failure != null && TransportErrors.isCut(failure);
		if (failure == null || (cut && decoder.isFinished())) {
			decoder.end();
			return;
		}
		String stream = "the stream of " + this.attempt.subject() + " was read";
		if (cut) {
			throw decoder.failure(ErrorCode.STREAM_INTERRUPTED, "The connection broke while " + stream + ".", failure);
		}
		ErrorCode code = TransportErrors.isTimeout(failure) ? ErrorCode.PROVIDER_TIMEOUT : ErrorCode.STREAM_PARSE_ERROR;
		throw decoder.failure(code, TransportErrors.describe(failure) + " while " + stream + ".", failure);
	}

	@Override
	public @Nullable IRStreamChunk next() {
		ChatStreamDecoder decoder = this.decoder;
		return (decoder != null) ? decoder.next() : null;
	}

	@Override
	public boolean isDelivered() {
		ChatStreamDecoder decoder = this.decoder;
		return decoder != null && decoder.isDelivered();
	}

	@Override
	public Duration look() {
		StreamDeadlines.Exceeded exceeded = this.watch.exceeded();
		if (exceeded == null) {
			return this.watch.nextLook();
		}
		ChatStreamDecoder decoder = this.decoder;
		if (decoder != null && decoder.isFinished()) {
			return Duration.ZERO;
		}
		throw cut(DeadlineErrors.exceeded(this.attempt, exceeded.name(), exceeded.limit()));
	}

	@Override
	public AdapterException cut(AdapterException reason) {
		ChatStreamDecoder decoder = this.decoder;
		if (decoder == null) {
			return reason;
		}
		ErrorCode code = (reason.code() == ErrorCode.PROVIDER_TIMEOUT) ? reason.code() : ErrorCode.STREAM_INTERRUPTED;
		return decoder.failure(code, String.valueOf(reason.getMessage()), null);
	}

}
