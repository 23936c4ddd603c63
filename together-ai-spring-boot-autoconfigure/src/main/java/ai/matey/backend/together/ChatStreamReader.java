package ai.matey.backend.together;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRStreamChunk;

/**
 * Reads a streamed answer: the body's buffers as they are asked for, one at a time.
 */
final class ChatStreamReader implements ResponseReader<IRStreamChunk> {

	private final Attempt attempt;

	private final Function<HttpHeaders, ChatStreamDecoder> decoders;

	private final StreamWatch watch;

	private final @Nullable Duration total;

	/** Volatile, since deadlines ask it for the partial answer from a timer's thread. */
	private volatile @Nullable ChatStreamDecoder decoder;

	ChatStreamReader(Attempt attempt, Function<HttpHeaders, ChatStreamDecoder> decoders, StreamWatch watch,
			@Nullable Duration total) {
		this.attempt = attempt;
		this.decoders = decoders;
		this.watch = watch;
		this.total = total;
	}

	@Override
	public Flux<IRStreamChunk> read(ClientResponse response) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		ChatStreamDecoder decoder = this.decoders.apply(headers);
		this.decoder = decoder;
		String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
			return notAStream(response, decoder, contentType);
		}
		Flux<DataBuffer> body = this.watch.reads(response.body(BodyExtractors.toDataBuffers()));
		return body.concatMapIterable(decoder::decode, 1)
			.concatWith(Flux.defer(() -> Flux.fromIterable(decoder.end())))
			.onErrorMap((failure) -> broken(decoder, failure))
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	@Override
	public Flux<IRStreamChunk> limit(Flux<IRStreamChunk> attempt) {
		return this.watch.limit(attempt, (exceeded) -> exceeded(exceeded.name(), exceeded.limit()));
	}

	@Override
	public RuntimeException tookTooLong() {
		return exceeded("total", this.total);
	}

	private RuntimeException exceeded(String name, @Nullable Duration limit) {
		ChatStreamDecoder decoder = this.decoder;
		if (decoder == null) {
			return Deadlines.exceeded(this.attempt, name, limit);
		}
		return decoder.failure(ErrorCode.PROVIDER_TIMEOUT, Deadlines.message(this.attempt, name, limit), null);
	}

	private RuntimeException broken(ChatStreamDecoder decoder, Throwable failure) {
		if (failure instanceof AdapterException typed) {
			return typed;
		}
		return decoder.failure(ErrorCode.STREAM_INTERRUPTED,
				"The connection broke while the stream of " + this.attempt.subject() + " was read.", failure);
	}

	/**
	 * A 200 answer that is no stream: most likely an error, or a proxy's page.
	 */
	private static Flux<IRStreamChunk> notAStream(ClientResponse response, ChatStreamDecoder decoder,
			String contentType) {
		return PlainBody.read(response, PlainBody.SMALL)
			.onErrorComplete()
			.defaultIfEmpty(new byte[0])
			.flatMapMany((bytes) -> Flux.error(decoder.notAStream(contentType, bytes)));
	}

}
