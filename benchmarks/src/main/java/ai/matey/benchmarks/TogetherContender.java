package ai.matey.benchmarks;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;

/**
 * The Bridge as an application uses it.
 */
final class TogetherContender implements Contender {

	private final TogetherAIBackendAdapter backend;

	private final Bridge bridge;

	TogetherContender(int port) {
		this.backend = TogetherAIBackendAdapter.builder()
			.apiKey("benchmark-key")
			.baseUrl("http://127.0.0.1:" + port)
			.build();
		this.bridge = Bridge.builder(this.backend).build();
	}

	@Override
	public String name() {
		return "Bridge";
	}

	@Override
	public Mono<Integer> stream(Scenario scenario, Consumer<String> deltas) {
		return Counting.of(this.bridge.chatStream(request(scenario)), TogetherContender::delta, deltas);
	}

	@Override
	public Mono<Integer> call() {
		return this.bridge.chat(request(Scenario.PLAIN)).map((answer) -> answer.text().length());
	}

	private static IRChatRequest request(Scenario scenario) {
		return IRChatRequest.builder().model(scenario.model()).user("Why is the sky blue?").build();
	}

	private static @Nullable String delta(IRStreamChunk chunk) {
		return (chunk instanceof IRStreamChunk.Content content) ? content.delta() : null;
	}

	@Override
	public void close() {
		this.backend.close();
	}

}
