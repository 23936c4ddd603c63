package ai.matey.sample;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Writes JSON whatever the request accepts: OpenAI's clients do not always say.
 */
final class JsonResponses {

	private JsonResponses() {
	}

	static Mono<Void> write(ServerHttpResponse response, byte[] json) {
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(json.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(json)));
	}

}
