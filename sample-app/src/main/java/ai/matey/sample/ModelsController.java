package ai.matey.sample;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.frontend.openai.format.OpenAIError;

/**
 * The models in OpenAI's list.
 */
@RestController
@RegisterReflectionForBinding(ModelList.class)
class ModelsController {

	private final Bridge bridge;

	private final JsonMapper mapper;

	ModelsController(Bridge bridge, JsonMapper mapper) {
		this.bridge = bridge;
		this.mapper = mapper;
	}

	@GetMapping("/v1/models")
	Mono<Void> models(ServerHttpResponse response) {
		return this.bridge.listModels()
			.flatMap((result) -> JsonAnswers.write(response, this.mapper.writeValueAsBytes(ModelList.of(result))));
	}

	/**
	 * One model. The path may hold slashes, since nearly all names do.
	 */
	@GetMapping("/v1/models/{*id}")
	Mono<Void> model(@PathVariable String id, ServerHttpResponse response) {
		String name = id.substring(1);
		return this.bridge.listModels()
			.flatMap((result) -> Mono
				.justOrEmpty(result.models().stream().filter((model) -> model.id().equals(name)).findFirst()))
			.map((model) -> this.mapper.writeValueAsBytes(ModelList.Model.of(model)))
			.switchIfEmpty(Mono.fromSupplier(() -> {
				response.setStatusCode(HttpStatus.NOT_FOUND);
				return this.mapper.writeValueAsBytes(OpenAIError.of("There is no such model: see GET /v1/models",
						"invalid_request_error", "model", "model_not_found"));
			}))
			.flatMap((json) -> JsonAnswers.write(response, json));
	}

}
