package ai.matey.sample;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.frontend.openai.format.OpenAIError;

/**
 * The models as OpenAI's list, or as the bare array that Together's own clients expect.
 */
@RestController
@RegisterReflectionForBinding(ModelList.class)
class ModelsController {

	private static final Pattern TOGETHERS_CLIENT = Pattern.compile("(Async)?Together/");

	private final Bridge bridge;

	private final JsonMapper mapper;

	ModelsController(Bridge bridge, JsonMapper mapper) {
		this.bridge = bridge;
		this.mapper = mapper;
	}

	@GetMapping("/v1/models")
	Mono<Void> models(@RequestHeader(name = HttpHeaders.USER_AGENT, defaultValue = "") String client,
			ServerHttpResponse response) {
		return this.bridge.listModels().map(ModelList::of).flatMap((list) -> {
			response.getHeaders().setVary(List.of(HttpHeaders.USER_AGENT));
			Object models = TOGETHERS_CLIENT.matcher(client).lookingAt() ? list.data() : list;
			return JsonResponses.write(response, this.mapper.writeValueAsBytes(models));
		});
	}

	/**
	 * Return one model. The path may contain slashes, as nearly all names do.
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
			.flatMap((json) -> JsonResponses.write(response, json));
	}

}
