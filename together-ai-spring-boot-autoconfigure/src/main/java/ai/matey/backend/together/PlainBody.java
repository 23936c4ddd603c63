package ai.matey.backend.together;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

/**
 * A body in one piece.
 */
final class PlainBody {

	/** Enough for an error that came in place of something else. */
	static final int SMALL = 64 * 1024;

	private PlainBody() {
	}

	/**
	 * Reads a body.
	 * @param response the answer
	 * @param limit most bytes; more are a
	 * {@link org.springframework.core.io.buffer.DataBufferLimitException}
	 * @return the bytes, or empty for an empty body
	 */
	static Mono<byte[]> read(ClientResponse response, int limit) {
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), limit).map(Buffers::takeBytes);
	}

}
