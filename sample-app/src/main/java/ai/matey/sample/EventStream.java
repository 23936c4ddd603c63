package ai.matey.sample;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.frontend.openai.OpenAIErrors;
import ai.matey.frontend.openai.format.ChatCompletionChunk;

/**
 * Server-sent events of one stream of chunks or of a run with tools. A failure before the
 * first event is the error of the stream. After that, the client has already received a
 * 200: an event contains the error, and the end mark is missing, so that nobody considers
 * the response complete.
 */
public final class EventStream {

	// As OpenAI sends it
	private static final MediaType TYPE = MediaType.parseMediaType("text/event-stream; charset=utf-8");

	private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

	private final ChunkEncoder encoder;

	private boolean begun;

	private EventStream(JsonMapper mapper) {
		this.encoder = new ChunkEncoder(mapper);
	}

	static Flux<byte[]> of(Flux<ChatCompletionChunk> chunks, JsonMapper mapper) {
		return of(chunks, ChunkEncoder::encode, mapper);
	}

	public static Flux<byte[]> ofObjects(Flux<?> objects, JsonMapper mapper) {
		return of(objects, ChunkEncoder::event, mapper);
	}

	private static <T> Flux<byte[]> of(Flux<T> elements, BiFunction<ChunkEncoder, T, byte[]> encoding,
			JsonMapper mapper) {
		return Flux.defer(() -> {
			EventStream events = new EventStream(mapper);
			return elements.map((element) -> events.event(encoding.apply(events.encoder, element)))
				.concatWith(Mono.just(DONE))
				.onErrorResume((failure) -> events.begun, (failure) -> Mono.fromSupplier(() -> events.error(failure)));
		});
	}

	/**
	 * {@code writeWith} sends status and headers only with the first event, so an earlier
	 * failure can still have its own status. On Netty, it flushes whenever there is
	 * nothing more to write.
	 */
	public static Mono<Void> write(Flux<byte[]> events, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(TYPE);
		headers.setCacheControl(CacheControl.noCache());
		// Otherwise nginx would buffer the events
		headers.set("x-accel-buffering", "no");
		return response.writeWith(Bursts.joined(events, response));
	}

	private byte[] event(byte[] event) {
		this.begun = true;
		return event;
	}

	private byte[] error(Throwable failure) {
		return this.encoder.event(OpenAIErrors.of(failure).body());
	}

}
