package ai.matey.springai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Maps a stream of the bridge to Spring AI's: text is delivered as it arrives; complete
 * tool calls, finish reasons and usage follow with the last chunk. Holds the state of one
 * subscription.
 */
final class StreamMapper {

	private final boolean several;

	private final Consumer<IRChatResponse> whole;

	private final Map<Integer, Choice> choices = new HashMap<>(2);

	private @Nullable Choice latest;

	private ChatResponseMetadata metadata = new ChatResponseMetadata();

	private StreamMapper(boolean several, Consumer<IRChatResponse> whole) {
		this.several = several;
		this.whole = whole;
	}

	/**
	 * Map the chunks of one subscription.
	 * @param chunks the bridge's chunks
	 * @param several whether there may be several choices, which need an index
	 * @param whole receives the complete response before the last chunk is delivered
	 * @return Spring AI's chunks
	 */
	static Flux<ChatResponse> map(Flux<IRStreamChunk> chunks, boolean several, Consumer<IRChatResponse> whole) {
		StreamMapper mapper = new StreamMapper(several, whole);
		// One operator with a sink, "handle", would restore all thread-local values of
		// the Reactor context for each chunk
		return chunks.filter(mapper::hasNews).map(mapper::map);
	}

	private boolean hasNews(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Start start) {
			this.metadata = ResponseMapper.metadata(start.metadata(), null);
		}
		return chunk instanceof IRStreamChunk.Content || chunk instanceof IRStreamChunk.Reasoning
				|| chunk instanceof IRStreamChunk.Done;
	}

	private ChatResponse map(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content content) {
			return chunk(choice(content.choice()), content.delta());
		}
		if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			Choice choice = choice(reasoning.choice());
			choice.reason(reasoning.delta());
			return chunk(choice, "");
		}
		IRChatResponse response = ((IRStreamChunk.Done) chunk).response();
		this.whole.accept(response);
		return ResponseMapper.mapEnd(response);
	}

	private Choice choice(int index) {
		Choice choice = this.latest;
		if (choice == null || choice.index != index) {
			choice = this.choices.computeIfAbsent(index, (number) -> new Choice(number, this.several));
			this.latest = choice;
		}
		return choice;
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

		private final int index;

		private final boolean numbered;

		private String reasoning = "";

		private Map<String, Object> properties;

		Choice(int index, boolean numbered) {
			this.index = index;
			this.numbered = numbered;
			this.properties = numbered ? Map.of(TogetherMetadata.INDEX, index) : Map.of();
		}

		void reason(String delta) {
			this.reasoning = this.reasoning.concat(delta);
			this.properties = this.numbered
					? Map.of(TogetherMetadata.INDEX, this.index, TogetherMetadata.REASONING_CONTENT, this.reasoning)
					: Map.of(TogetherMetadata.REASONING_CONTENT, this.reasoning);
		}

	}

}
