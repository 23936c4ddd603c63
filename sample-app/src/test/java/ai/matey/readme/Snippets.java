package ai.matey.readme;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.core.FrontendBridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;

/**
 * The README's code that is not a class of its own.
 */
class Snippets {

	String summary(Bridge bridge, String text) {
		IRChatRequest request = IRChatRequest.builder()
			.system("Summarise in one sentence.")
			.user(text)
			.parameters((parameters) -> parameters.maxTokens(200).temperature(0.2))
			.build();
		IRChatResponse response = bridge.chat(request).block();
		return response.text();
	}

	Mono<IRChatResponse> printed(Bridge bridge, String question) {
		return bridge.chatStream(IRChatRequest.of(question)).doOnNext((chunk) -> {
			if (chunk instanceof IRStreamChunk.Content content) {
				System.out.print(content.delta());
			}
		}).ofType(IRStreamChunk.Done.class).map(IRStreamChunk.Done::response).next();
	}

	String tools(Bridge bridge) {
		IRTool weather = new IRTool("get_weather", "The weather in a city", Map.of("type", "object", "properties",
				Map.of("city", Map.of("type", "string")), "required", List.of("city")));

		IRChatRequest question = IRChatRequest.builder()
			.user("Is it raining in Paris?")
			.tool(weather)
			.toolChoice(IRToolChoice.required())
			.build();
		IRMessage asked = bridge.chat(question).block().message();

		IRChatRequest followUp = question.mutate()
			.message(asked)
			.message(asked.toolCalls()
				.stream()
				.map((call) -> IRMessage.tool(call.id(), "Rain in " + call.input().get("city")))
				.toArray(IRMessage[]::new))
			.toolChoice(IRToolChoice.none())
			.build();
		String answer = bridge.chat(followUp).block().text();
		return answer;
	}

	String structured(Bridge bridge) {
		IRChatRequest request = IRChatRequest.builder()
			.user("Name a colour and its hex code, as JSON.")
			.responseFormat(new IRResponseFormat.JsonSchema("colour",
					Map.of("type", "object", "properties",
							Map.of("name", Map.of("type", "string"), "hex", Map.of("type", "string")))))
			.build();
		String json = bridge.chat(request).block().text();
		return json;
	}

	String answerOrAdvice(Bridge bridge, String question) {
		try {
			return bridge.chat(IRChatRequest.of(question)).block().text();
		}
		catch (RateLimitException ex) {
			Duration wait = ex.retryAfter();
			return (wait != null) ? "Try again in " + wait.toSeconds() + " s." : "Try again later.";
		}
		catch (ValidationException ex) {
			return "Change the request: " + ex.getMessage();
		}
		catch (AdapterException ex) {
			return ex.isRetryable() ? "Try again later." : ex.getMessage();
		}
	}

	String openai(Bridge bridge) {
		FrontendBridge<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> openai = bridge
			.with(new OpenAIFrontendAdapter());

		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.user("Why is the sky blue?")
			.build();

		String answer = openai.chat(request).block().choices().get(0).message().content();
		Flux<ChatCompletionChunk> chunks = openai.chatStream(request);
		return answer + chunks.count().block();
	}

	String ask(String apiKey, String question) {
		try (TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
			.apiKey(apiKey)
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build()) {
			Bridge bridge = Bridge.builder(together).build();
			return bridge.chat(IRChatRequest.of(question)).block().text();
		}
	}

}
