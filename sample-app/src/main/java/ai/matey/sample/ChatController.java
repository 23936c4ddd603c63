package ai.matey.sample;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.core.FrontendBridge;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;

/**
 * Chat completions, plain and streamed. {@link GatewayErrorHandler} handles failures that
 * occur before anything was sent.
 */
@RestController
class ChatController {

	private final FrontendBridge<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> openai;

	private final JsonMapper mapper;

	ChatController(Bridge bridge, JsonMapper mapper) {
		this.openai = bridge.with(new GatewayFrontend());
		this.mapper = mapper;
	}

	@PostMapping("/v1/chat/completions")
	Mono<Void> chat(@RequestBody ChatCompletionRequest request, ServerHttpResponse response) {
		return Boolean.TRUE.equals(request.stream()) ? stream(request, response) : answer(request, response);
	}

	private Mono<Void> answer(ChatCompletionRequest request, ServerHttpResponse response) {
		return this.openai.chat(request)
			.flatMap((completion) -> JsonResponses.write(response, this.mapper.writeValueAsBytes(completion)));
	}

	private Mono<Void> stream(ChatCompletionRequest request, ServerHttpResponse response) {
		return EventStream.write(EventStream.of(this.openai.chatStream(request), this.mapper), response);
	}

}
