package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;

/**
 * Runs the decoder of chat streams without HTTP.
 */
final class DecoderRun {

	static final Attempt ATTEMPT = new Attempt(BackendCall.of("default", BackendCall.Operation.CHAT, "some/model"), 1,
			new Redaction(List::of));

	private static final IRMetadata METADATA = IRMetadata.builder()
		.requestId("request")
		.timestamp(Instant.EPOCH)
		.build();

	private DecoderRun() {
	}

	static ChatStreamDecoder decoder() {
		return decoder(1024 * 1024, false, false);
	}

	static ChatStreamDecoder decoder(int maxEventSize, boolean includeRaw, boolean splitThinkTags) {
		return decoder(maxEventSize, includeRaw, new AssemblyOptions(splitThinkTags, true, Long.MAX_VALUE));
	}

	static ChatStreamDecoder decoder(int maxEventSize, boolean includeRaw, AssemblyOptions options) {
		TogetherErrors errors = new TogetherErrors(new RateLimitHeaders(Clock.systemUTC()));
		return new ChatStreamDecoder(ATTEMPT, new HttpHeaders(), METADATA, errors, maxEventSize, includeRaw, options,
				System.nanoTime());
	}

	/**
	 * Decodes a whole stream.
	 * @return its chunks; failures are thrown
	 */
	static List<IRStreamChunk> run(ChatStreamDecoder decoder, String stream) {
		List<IRStreamChunk> chunks = feed(decoder, stream);
		end(decoder, chunks::add);
		return chunks;
	}

	/**
	 * Decodes a part of a stream.
	 * @return its chunks; failures are thrown
	 */
	static List<IRStreamChunk> feed(ChatStreamDecoder decoder, String part) {
		List<IRStreamChunk> chunks = new ArrayList<>();
		feed(decoder, part.getBytes(StandardCharsets.UTF_8), chunks::add);
		return chunks;
	}

	static void feed(ChatStreamDecoder decoder, byte[] part, Consumer<IRStreamChunk> chunks) {
		decoder.feed(DefaultDataBufferFactory.sharedInstance.wrap(part));
		takeAll(decoder, chunks);
	}

	static void end(ChatStreamDecoder decoder, Consumer<IRStreamChunk> chunks) {
		decoder.end();
		takeAll(decoder, chunks);
	}

	private static void takeAll(ChatStreamDecoder decoder, Consumer<IRStreamChunk> chunks) {
		for (IRStreamChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
			chunks.accept(chunk);
		}
	}

	/**
	 * Decodes a stream that came in some buffers.
	 * @return its chunks, and what it failed with as the last element; the latency, which
	 * differs from run to run, is left out
	 */
	static List<Object> of(byte[]... buffers) {
		List<Object> outcome = new ArrayList<>();
		ChatStreamDecoder decoder = decoder();
		try {
			for (byte[] buffer : buffers) {
				feed(decoder, buffer, (chunk) -> outcome.add(comparable(chunk)));
			}
			end(decoder, (chunk) -> outcome.add(comparable(chunk)));
		}
		catch (AdapterException ex) {
			outcome.add(Map.of("failure", ObservedStream.of(ex), "message", ex.getMessage()));
		}
		return outcome;
	}

	private static IRStreamChunk comparable(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Done done) {
			IRMetadata metadata = done.response().metadata().mutate().latency(Duration.ZERO).build();
			return new IRStreamChunk.Done(done.response().withMetadata(metadata));
		}
		return chunk;
	}

}
