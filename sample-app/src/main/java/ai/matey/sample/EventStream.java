package ai.matey.sample;

import java.nio.charset.StandardCharsets;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.frontend.openai.OpenAIErrors;
import ai.matey.frontend.openai.format.ChatCompletionChunk;

/**
 * Server-sent events of one stream of chunks. A failure before the first event is the
 * stream's own. After it the client has its 200 already: it is told by an event with the
 * error, and the end mark stays out, so that nobody takes the answer for complete.
 */
final class EventStream {

	private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

	private final ChunkEncoder encoder;

	private boolean begun;

	private EventStream(JsonMapper mapper) {
		this.encoder = new ChunkEncoder(mapper);
	}

	static Flux<byte[]> of(Flux<ChatCompletionChunk> chunks, JsonMapper mapper) {
		return Flux.defer(() -> {
			EventStream events = new EventStream(mapper);
			return chunks.map(events::event)
				.concatWith(Mono.just(DONE))
				.onErrorResume((failure) -> events.begun, (failure) -> Mono.fromSupplier(() -> events.error(failure)));
		});
	}

	private byte[] event(ChatCompletionChunk chunk) {
		byte[] event = this.encoder.encode(chunk);
		this.begun = true;
		return event;
	}

	private byte[] error(Throwable failure) {
		return this.encoder.event(OpenAIErrors.of(failure).body());
	}

}
