package ai.matey.springai;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import reactor.core.publisher.Flux;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;

/**
 * {@link ChatModel} implementation for Together AI. Deadlines, retries, limits and errors
 * are those of the {@link Bridge}: nothing is retried here, and an
 * {@link ai.matey.errors.AdapterException} reaches the caller unchanged. Tools are
 * offered to the model and run by Spring AI's
 * {@link org.springframework.ai.chat.client.advisor.ToolCallingAdvisor}. Thread-safe.
 *
 * <pre>{@code
 * ChatModel model = TogetherChatModel.builder(bridge)
 *     .options(TogetherChatOptions.builder().model("openai/gpt-oss-20b").build())
 *     .build();
 * String answer = ChatClient.create(model).prompt("Why is the sky blue?").call().content();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TogetherChatModel implements ChatModel {

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final Bridge bridge;

	private final TogetherChatOptions options;

	private final PromptMapper prompts;

	private final ObservationRegistry observationRegistry;

	private final @Nullable ChatModelObservationConvention observationConvention;

	private TogetherChatModel(Builder builder) {
		this.bridge = builder.bridge;
		this.options = builder.options;
		this.prompts = new PromptMapper(builder.toolCallingManager);
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Create a new builder for a chat model.
	 * @param bridge the bridge that makes the calls
	 * @return the builder
	 */
	public static Builder builder(Bridge bridge) {
		return new Builder(bridge);
	}

	/**
	 * Request a complete response and wait for it.
	 * @param prompt the prompt, whose options are used as they are; a prompt without
	 * options uses {@linkplain #getOptions() those of this model}
	 * @return the response
	 * @throws ai.matey.errors.AdapterException if the call fails
	 * @throws IllegalStateException if this thread must not block, such as one of an
	 * event loop
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		Prompt effective = withOptions(prompt);
		ChatModelObservationContext context = context(effective, false);
		Observation observation = observation(context);
		return Calls.observe(observation, () -> {
			IRChatRequest request = this.prompts.map(effective, this.options);
			ChatResponse response = ResponseMapper.map(Calls.await(this.bridge.chat(request), observation));
			context.setResponse(response);
			return response;
		});
	}

	/**
	 * Request a streamed response. Text and reasoning are delivered as they arrive;
	 * complete tool calls, finish reasons and usage are delivered with the last chunk.
	 * Cancelling closes the connection.
	 * @param prompt the prompt, whose options are used as they are; a prompt without
	 * options uses {@linkplain #getOptions() those of this model}
	 * @return the chunks, or an {@link ai.matey.errors.AdapterException}
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((subscriber) -> {
			Prompt effective = withOptions(prompt);
			ChatModelObservationContext context = context(effective, true);
			Observation observation = observation(context);
			if (observation.isNoop()) {
				return chunks(effective, (response) -> {
				});
			}
			Observation parent = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
			if (parent != null) {
				observation.parentObservation(parent);
			}
			observation.start();
			// Ended once and before the subscriber receives the end, since it may cancel
			// the stream after that.
			AtomicBoolean ended = new AtomicBoolean();
			Runnable end = () -> {
				if (ended.compareAndSet(false, true)) {
					observation.stop();
				}
			};
			return chunks(effective, (response) -> context.setResponse(ResponseMapper.map(response)))
				.doOnError(observation::error)
				.doOnTerminate(end)
				.doOnCancel(end)
				.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, observation));
		});
	}

	/**
	 * Return the options for prompts that have none.
	 */
	@Override
	public TogetherChatOptions getOptions() {
		return this.options;
	}

	private Flux<ChatResponse> chunks(Prompt prompt, Consumer<IRChatResponse> whole) {
		return Flux.defer(() -> {
			IRChatRequest request = this.prompts.map(prompt, this.options);
			Integer n = request.parameters().n();
			return StreamMapper.map(this.bridge.chatStream(request), n != null && n > 1, whole);
		});
	}

	private Prompt withOptions(Prompt prompt) {
		return (prompt.getOptions() != null) ? prompt : new Prompt(prompt.getInstructions(), this.options);
	}

	private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder()
			.prompt(prompt)
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.streaming(streaming)
			.build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.observationConvention,
				DEFAULT_CONVENTION, () -> context, this.observationRegistry);
	}

	/**
	 * Builder for a {@link TogetherChatModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final Bridge bridge;

		private TogetherChatOptions options = TogetherChatOptions.builder().build();

		private ToolCallingManager toolCallingManager = ToolCallingManager.builder().build();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ChatModelObservationConvention observationConvention;

		private Builder(Bridge bridge) {
			this.bridge = Objects.requireNonNull(bridge, "bridge must not be null");
		}

		/**
		 * Set the options for prompts that have none.
		 * @param options the options; empty by default
		 * @return this builder
		 */
		public Builder options(TogetherChatOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set the manager that resolves tool definitions.
		 * @param toolCallingManager the manager; Spring AI's default manager by default
		 * @return this builder
		 */
		public Builder toolCallingManager(ToolCallingManager toolCallingManager) {
			this.toolCallingManager = toolCallingManager;
			return this;
		}

		/**
		 * Set the registry for observations of calls.
		 * @param observationRegistry the registry; a no-op by default
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set the convention for observations.
		 * @param observationConvention the convention, or {@code null} for the one
		 * configured in the registry or, without one, Spring AI's default
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable ChatModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 */
		public TogetherChatModel build() {
			return new TogetherChatModel(this);
		}

	}

}
