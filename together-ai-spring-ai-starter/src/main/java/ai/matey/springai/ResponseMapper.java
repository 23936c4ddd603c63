package ai.matey.springai;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ToolUseContent;

/**
 * Maps the bridge's responses to Spring AI's.
 */
final class ResponseMapper {

	private ResponseMapper() {
	}

	static ChatResponse map(IRChatResponse response) {
		return new ChatResponse(
				response.choices().stream().map((choice) -> generation(choice, choice.message().text())).toList(),
				metadata(response.metadata(), response.usage()));
	}

	/**
	 * Map the end of a stream: everything except the texts, which were delivered earlier.
	 */
	static ChatResponse mapEnd(IRChatResponse response) {
		return new ChatResponse(response.choices().stream().map((choice) -> generation(choice, "")).toList(),
				metadata(response.metadata(), response.usage()));
	}

	static ChatResponseMetadata metadata(IRMetadata metadata, @Nullable IRUsage usage) {
		ChatResponseMetadata.Builder builder = ChatResponseMetadata.builder()
			.id(orEmpty(metadata.providerResponseId()))
			.model(orEmpty(metadata.model()))
			.metadata(properties(metadata));
		if (usage != null) {
			builder.usage(usage(usage));
		}
		if (metadata.rateLimits() != null) {
			builder.rateLimit(new TogetherRateLimit(metadata.rateLimits()));
		}
		return builder.build();
	}

	/**
	 * Return the metadata that Spring AI's types have no field for.
	 */
	static Map<String, Object> properties(IRMetadata metadata) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(TogetherMetadata.REQUEST_ID, metadata.requestId());
		properties.put(TogetherMetadata.ATTEMPTS, metadata.attempts());
		put(properties, TogetherMetadata.LATENCY, metadata.latency());
		put(properties, TogetherMetadata.COST, metadata.cost());
		if (!metadata.warnings().isEmpty()) {
			properties.put(TogetherMetadata.WARNINGS, metadata.warnings());
		}
		if (!metadata.custom().isEmpty()) {
			properties.put(TogetherMetadata.PROVIDER_FIELDS, metadata.custom());
		}
		return properties;
	}

	static Usage usage(IRUsage usage) {
		return new DefaultUsage(count(usage.promptTokens()), count(usage.completionTokens()),
				count(usage.totalTokens()), usage, usage.cachedTokens(), null);
	}

	private static Integer count(long tokens) {
		return (int) Math.min(tokens, Integer.MAX_VALUE);
	}

	private static Map<String, Object> properties(int choice, String reasoning) {
		return reasoning.isEmpty() ? Map.of(TogetherMetadata.INDEX, choice)
				: Map.of(TogetherMetadata.INDEX, choice, TogetherMetadata.REASONING_CONTENT, reasoning);
	}

	private static Generation generation(IRChoice choice, String text) {
		IRMessage message = choice.message();
		List<AssistantMessage.ToolCall> calls = message.toolCalls().stream().map(ResponseMapper::toolCall).toList();
		AssistantMessage output = AssistantMessage.builder()
			.content(text)
			.properties(properties(choice.index(), message.reasoning()))
			.toolCalls(calls)
			.build();
		return new Generation(output, generationMetadata(choice));
	}

	private static ChatGenerationMetadata generationMetadata(IRChoice choice) {
		Map<String, Object> more = new HashMap<>();
		put(more, TogetherMetadata.LOGPROBS, choice.logprobs());
		put(more, TogetherMetadata.SEED, choice.seed());
		put(more, TogetherMetadata.PROVIDER_FINISH_REASON, choice.providerFinishReason());
		return ChatGenerationMetadata.builder().finishReason(choice.finishReason().name()).metadata(more).build();
	}

	private static AssistantMessage.ToolCall toolCall(ToolUseContent call) {
		String arguments = call.arguments();
		return new AssistantMessage.ToolCall(call.id(), "function", call.name(),
				(arguments != null && !arguments.isBlank()) ? arguments : JsonText.write(call.input()));
	}

	private static void put(Map<String, Object> map, String key, @Nullable Object value) {
		if (value != null) {
			map.put(key, value);
		}
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
