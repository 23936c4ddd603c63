package ai.matey.springai;

import java.time.Duration;
import java.util.function.Consumer;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;

/**
 * The models on a fake server, without an application around them.
 */
final class Rig implements AutoCloseable {

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	final TogetherAIBackendAdapter adapter;

	final Bridge bridge;

	final TogetherChatModel chatModel;

	private Rig(TogetherAIBackendAdapter adapter) {
		this.adapter = adapter;
		this.bridge = Bridge.builder(adapter).build();
		this.chatModel = TogetherChatModel.builder(this.bridge).build();
	}

	static Rig on(FakeTogether fake) {
		return on(fake, (builder) -> {
		});
	}

	static Rig on(FakeTogether fake, Consumer<TogetherAIBackendAdapterBuilder> more) {
		TogetherAIBackendAdapterBuilder builder = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey("key-of-a-test")
			.defaultModel(MODEL)
			.retry(new TogetherRetry(3, Duration.ofMillis(1), 2, Duration.ofMillis(1), 0, Duration.ofSeconds(30)));
		more.accept(builder);
		return new Rig(builder.build());
	}

	@Override
	public void close() {
		this.adapter.close();
	}

}
