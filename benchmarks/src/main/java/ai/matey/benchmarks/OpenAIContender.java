package ai.matey.benchmarks;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.FrontendBridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;

/**
 * The Bridge in OpenAI's format, each chunk written as JSON again: what a gateway does,
 * without its web server.
 */
final class OpenAIContender implements Contender {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final TogetherContender together;

	private final FrontendBridge<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> bridge;

	OpenAIContender(int port) {
		this.together = TogetherContender.plain(port);
		this.bridge = this.together.bridge().with(new OpenAIFrontendAdapter());
	}

	@Override
	public String name() {
		return "OpenAI frontend, JSON out";
	}

	@Override
	public Mono<Integer> stream(Scenario scenario, Consumer<String> deltas) {
		return Counting.of(this.bridge.chatStream(request(scenario)), OpenAIContender::delta, deltas);
	}

	@Override
	public Mono<Integer> call() {
		return this.bridge.chat(request(Scenario.PLAIN)).map((answer) -> MAPPER.writeValueAsBytes(answer).length);
	}

	private static ChatCompletionRequest request(Scenario scenario) {
		return ChatCompletionRequest.builder().model(scenario.model()).user("Why is the sky blue?").build();
	}

	private static @Nullable String delta(ChatCompletionChunk chunk) {
		boolean written = MAPPER.writeValueAsBytes(chunk).length > 0;
		return (written && !chunk.choices().isEmpty()) ? chunk.choices().get(0).delta().content() : null;
	}

	@Override
	public void close() {
		this.together.close();
	}

}
