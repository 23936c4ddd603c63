package ai.matey.readme;

import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.server.WebFilter;

import ai.matey.adapter.CallPriority;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
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
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ImageContent;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.MediaSource;
import ai.matey.ir.TextContent;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

/**
 * Code of the README and of the documents that is not a class of its own.
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

	Mono<IRChatResponse> about(Bridge bridge, String imageUrl) {
		IRMessage message = IRMessage.user(new TextContent("What is in this picture?"),
				new ImageContent(MediaSource.url(imageUrl)));
		return bridge.chat(IRChatRequest.builder().message(message).build());
	}

	Mono<IRChatResponse> next(Bridge bridge, IRChatRequest request, IRChatResponse response, String question) {
		return bridge.chat(request.mutate().message(response.message(), IRMessage.user(question)).build());
	}

	Mono<IRChatResponse> printed(Bridge bridge, String question) {
		return bridge.chatStream(IRChatRequest.of(question)).doOnNext((chunk) -> {
			if (chunk instanceof IRStreamChunk.Content content) {
				System.out.print(content.delta());
			}
		}).ofType(IRStreamChunk.Done.class).map(IRStreamChunk.Done::response).next();
	}

	Mono<ListModelsResult> longContextChatModels(Bridge bridge) {
		return bridge.listModels(ListModelsOptions.builder()
			.types("chat")
			.minContextLength(100_000)
			.maxInputPrice(0.5) // US dollars for a million tokens
			.withoutRefused()
			.build());
	}

	Mono<IRChatResponse> inTheBackground(Bridge bridge, IRChatRequest request) {
		return bridge.chat(request).contextWrite(CallPriority.BATCH);
	}

	void tooMany(FakeTogether fake) {
		fake.onPath("/v1/chat/completions")
			.reply(Reply.status(429)
				.header("retry-after", "7")
				.json("{\"error\":{\"type\":\"rate_limit\",\"message\":\"Too many\"}}"));
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

	TogetherApiKeySupplier perTenant(Map<String, String> keys) {
		return () -> Mono.deferContextual((context) -> Mono.justOrEmpty(keys.get(context.get("tenant"))));
	}

	Mono<String> askFor(Bridge bridge, String tenant, String question) {
		return bridge.chat(IRChatRequest.of(question))
			.map(IRChatResponse::text)
			.contextWrite((context) -> context.put("tenant", tenant));
	}

	WebFilter tenants() {
		return (exchange, chain) -> {
			String tenant = exchange.getRequest().getHeaders().getFirst("x-tenant");
			return (tenant != null) ? chain.filter(exchange).contextWrite((context) -> context.put("tenant", tenant))
					: chain.filter(exchange);
		};
	}

	static class Summaries {

		private final Bridge bridge;

		private final Bridge batch;

		Summaries(Bridge bridge, @Qualifier("batch") Bridge batch) {
			this.bridge = bridge;
			this.batch = batch;
		}

		Mono<IRChatResponse> chat(IRChatRequest request, boolean soon) {
			return (soon ? this.bridge : this.batch).chat(request);
		}

	}

}
