package ai.matey.sample;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;

/**
 * Embeddings.
 */
@RestController
@RegisterReflectionForBinding(EmbeddingList.class)
class EmbeddingsController {

	private final Bridge bridge;

	private final JsonMapper mapper;

	EmbeddingsController(Bridge bridge, JsonMapper mapper) {
		this.bridge = bridge;
		this.mapper = mapper;
	}

	@PostMapping("/v1/embeddings")
	Mono<Void> embeddings(@RequestBody EmbeddingRequest request, ServerHttpResponse response) {
		boolean base64 = request.base64();
		return this.bridge.embed(request.toIR())
			.map((answer) -> this.mapper.writeValueAsBytes(EmbeddingList.of(answer, request.model(), base64)))
			.flatMap((json) -> JsonResponses.write(response, json));
	}

}
