package ai.matey.benchmarks;

import java.util.List;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendListener;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.observation.GenAiMeterObservationHandler;
import ai.matey.observation.GenAiObserver;
import ai.matey.observation.ObservationBackendListener;
import ai.matey.observation.ObservationChatMiddleware;

/**
 * The Bridge as an application uses it.
 */
final class TogetherContender implements Contender {

	private final String name;

	private final TogetherAIBackendAdapter backend;

	private final Bridge bridge;

	private TogetherContender(int port, String name, List<BackendListener> listeners, List<ChatMiddleware> middleware) {
		this.name = name;
		TogetherAIBackendAdapterBuilder builder = TogetherAIBackendAdapter.builder()
			.apiKey("benchmark-key")
			.baseUrl("http://127.0.0.1:" + port);
		listeners.forEach(builder::listener);
		this.backend = builder.build();
		this.bridge = Bridge.builder(this.backend).middleware(middleware).build();
	}

	static TogetherContender plain(int port) {
		return new TogetherContender(port, "Bridge", List.of(), List.of());
	}

	/**
	 * With meters, as the auto-configuration wires them beside Actuator.
	 */
	static TogetherContender observed(int port) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new GenAiMeterObservationHandler(new SimpleMeterRegistry()));
		return new TogetherContender(port, "Bridge, observed", List.of(new ObservationBackendListener()),
				List.of(new ObservationChatMiddleware(
						GenAiObserver.builder(observations).provider(TogetherAIBackendAdapter.PROVIDER).build())));
	}

	Bridge bridge() {
		return this.bridge;
	}

	@Override
	public String name() {
		return this.name;
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
