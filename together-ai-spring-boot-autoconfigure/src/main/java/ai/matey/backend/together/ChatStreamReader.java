package ai.matey.backend.together;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
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

	/**
	 * When to look again after a deadline passed while a chunk was being read.
	 */
	private static final Duration SOON = Duration.ofMillis(10);

	private final Attempt attempt;

	private final Function<HttpHeaders, ChatStreamDecoder> decoders;

	private final StreamWatch watch;

	private final ReadTurns turns = new ReadTurns();

	/** Volatile, since deadlines ask it for the partial answer from a timer's thread. */
	private volatile @Nullable ChatStreamDecoder decoder;

	ChatStreamReader(Attempt attempt, Function<HttpHeaders, ChatStreamDecoder> decoders, StreamWatch watch) {
		this.attempt = attempt;
		this.decoders = decoders;
		this.watch = watch;
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
		// In two steps: a step that fails while it iterates discards what it got, which
		// must not be bytes that the decoder has released already.
		return body.map((bytes) -> inTurns(decoder, decoder.decode(bytes)))
			.concatMapIterable((chunks) -> chunks, 1)
			.onErrorResume((failure) -> broken(decoder, failure));
	}

	@Override
	public Flux<IRStreamChunk> rest() {
		return Flux.defer(() -> {
			ChatStreamDecoder decoder = this.decoder;
			if (decoder == null) {
				return Flux.empty();
			}
			if (this.turns.isOver()) {
				return Flux.fromIterable(decoder.end());
			}
			awaitTurn(decoder);
			try {
				return Flux.fromIterable(decoder.end());
			}
			finally {
				this.turns.endRead();
			}
		});
	}

	@Override
	public void whenDelivered(Runnable action) {
		this.watch.whenEnded(action);
	}

	@Override
	public Duration look() {
		StreamWatch.Exceeded exceeded = this.watch.exceeded();
		if (exceeded == null) {
			return this.watch.nextLook();
		}
		AdapterException reason = Deadlines.exceeded(this.attempt, exceeded.name(), exceeded.limit());
		if (this.turns.cut(reason)) {
			ChatStreamDecoder decoder = this.decoder;
			if (decoder != null && decoder.isFinished()) {
				this.turns.finish();
				return Duration.ZERO;
			}
			throw failure(decoder, reason);
		}
		return SOON;
	}

	@Override
	public @Nullable AdapterException cut(AdapterException reason) {
		if (!this.turns.cut(reason)) {
			return null;
		}
		ChatStreamDecoder decoder = this.decoder;
		if (decoder != null && decoder.isEnded()) {
			this.turns.resume();
			return null;
		}
		return failure(decoder, reason);
	}

	private AdapterException failure(@Nullable ChatStreamDecoder decoder, AdapterException reason) {
		if (decoder == null) {
			return reason;
		}
		ErrorCode code = (reason.code() == ErrorCode.PROVIDER_TIMEOUT) ? reason.code() : ErrorCode.STREAM_INTERRUPTED;
		return decoder.failure(code, String.valueOf(reason.getMessage()), null);
	}

	/**
	 * A connection that breaks once the model has finished takes nothing away from the
	 * answer.
	 */
	private Flux<IRStreamChunk> broken(ChatStreamDecoder decoder, Throwable failure) {
		if (failure instanceof AdapterException) {
			return Flux.error(failure);
		}
		if (decoder.isEnded() || (isCut(failure) && decoder.isFinished())) {
			return Flux.empty();
		}
		String stream = "the stream of " + this.attempt.subject() + " was read";
		if (isCut(failure)) {
			return Flux.error(decoder.failure(ErrorCode.STREAM_INTERRUPTED,
					"The connection broke while " + stream + ".", failure));
		}
		ErrorCode code = TransportErrors.isTimeout(failure) ? ErrorCode.PROVIDER_TIMEOUT : ErrorCode.STREAM_PARSE_ERROR;
		return Flux.error(decoder.failure(code, TransportErrors.describe(failure) + " while " + stream + ".", failure));
	}

	private static boolean isCut(Throwable failure) {
		return failure instanceof IOException;
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

	/**
	 * Begins a read, or fails with the reason for which the stream was ended.
	 * @return {@code false} if the stream is over and there is nothing to read
	 */
	private boolean awaitTurn(ChatStreamDecoder decoder) {
		while (!this.turns.beginRead()) {
			if (this.turns.isOver()) {
				return false;
			}
			failIfCut(decoder);
		}
		return true;
	}

	private void failIfCut(ChatStreamDecoder decoder) {
		AdapterException reason = this.turns.reason();
		if (reason != null) {
			throw failure(decoder, reason);
		}
	}

	private Iterable<IRStreamChunk> inTurns(ChatStreamDecoder decoder, Iterable<IRStreamChunk> chunks) {
		return () -> new Turns(decoder, chunks.iterator());
	}

	/**
	 * Decodes in turns with the timers. Chunks are decoded by {@code hasNext}.
	 */
	private final class Turns implements Iterator<IRStreamChunk> {

		private final ChatStreamDecoder decoder;

		private final Iterator<IRStreamChunk> chunks;

		Turns(ChatStreamDecoder decoder, Iterator<IRStreamChunk> chunks) {
			this.decoder = decoder;
			this.chunks = chunks;
		}

		@Override
		public boolean hasNext() {
			if (!awaitTurn(this.decoder)) {
				return false;
			}
			boolean hasNext;
			try {
				hasNext = this.chunks.hasNext();
			}
			catch (RuntimeException ex) {
				ChatStreamReader.this.turns.endRead();
				throw ex;
			}
			if (!ChatStreamReader.this.turns.endRead()) {
				failIfCut(this.decoder);
			}
			return hasNext;
		}

		@Override
		public IRStreamChunk next() {
			return this.chunks.next();
		}

	}

}
