package ai.matey.springai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.SynchronousSink;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Maps a stream of the bridge to Spring AI's: text is delivered as it arrives; complete
 * tool calls, finish reasons and usage follow with the last chunk. Holds the state of one
 * subscription.
 */
final class StreamMapper implements BiConsumer<IRStreamChunk, SynchronousSink<ChatResponse>> {

	private final boolean several;

	private final Consumer<IRChatResponse> whole;

	private final Map<Integer, Choice> choices = new HashMap<>(2);

	private ChatResponseMetadata metadata = new ChatResponseMetadata();

	/**
	 * Create a mapper.
	 * @param several whether there may be several choices, which need an index
	 * @param whole receives the complete response before the last chunk is delivered
	 */
	StreamMapper(boolean several, Consumer<IRChatResponse> whole) {
		this.several = several;
		this.whole = whole;
	}

	@Override
	public void accept(IRStreamChunk chunk, SynchronousSink<ChatResponse> sink) {
		if (chunk instanceof IRStreamChunk.Content content) {
			sink.next(chunk(choice(content.choice()), content.delta()));
		}
		else if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			Choice choice = choice(reasoning.choice());
			choice.reason(reasoning.delta());
			sink.next(chunk(choice, ""));
		}
		else if (chunk instanceof IRStreamChunk.Start start) {
			this.metadata = ResponseMapper.metadata(start.metadata(), null);
		}
		else if (chunk instanceof IRStreamChunk.Done done) {
			this.whole.accept(done.response());
			sink.next(ResponseMapper.mapEnd(done.response()));
		}
	}

	private Choice choice(int index) {
		return this.choices.computeIfAbsent(index, (number) -> new Choice(this.several ? number : null));
	}

	private ChatResponse chunk(Choice choice, String text) {
		AssistantMessage message = choice.properties.isEmpty() ? new AssistantMessage(text)
				: AssistantMessage.builder().content(text).properties(choice.properties).build();
		return new ChatResponse(List.of(new Generation(message)), this.metadata);
	}

	/**
	 * The state that the messages of a choice share.
	 */
	private static final class Choice {

		private final Map<String, Object> number;

		private final StringBuilder reasoning = new StringBuilder();

		private Map<String, Object> properties;

		Choice(@Nullable Integer number) {
			this.number = (number != null) ? Map.of(TogetherMetadata.INDEX, number) : Map.of();
			this.properties = this.number;
		}

		void reason(String delta) {
			Map<String, Object> grown = new HashMap<>(this.number);
			grown.put(TogetherMetadata.REASONING_CONTENT, this.reasoning.append(delta).toString());
			this.properties = grown;
		}

	}

}
