package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.VideoContent;

/**
 * Maps messages to Together's format. Content that the format cannot express is rejected
 * with an error that names its position; it is never dropped or sent as stringified JSON.
 */
final class MessageMapper {

	private static final Set<String> WAV = Set.of("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave");

	private final Consumer<IRWarning> warnings;

	MessageMapper(Consumer<IRWarning> warnings) {
		this.warnings = warnings;
	}

	List<Map<String, @Nullable Object>> map(List<IRMessage> messages) {
		if (messages.isEmpty()) {
			throw InvalidRequests.request("messages", "must contain at least one message");
		}
		List<Map<String, @Nullable Object>> mapped = new ArrayList<>(messages.size());
		for (int i = 0; i < messages.size(); i++) {
			IRMessage message = messages.get(i);
			String place = "messages[" + i + "]";
			switch (message.role()) {
				case SYSTEM -> mapped.add(system(message, place));
				case USER -> addUser(mapped, message, place);
				case ASSISTANT -> mapped.add(assistant(message, place));
				case TOOL -> addToolResults(mapped, message, place);
			}
		}
		return mapped;
	}

	private static Map<String, @Nullable Object> system(IRMessage message, String place) {
		each(message, place, (content, at) -> {
			if (!(content instanceof TextContent)) {
				throw misplaced(content, at, "a system message can contain only text");
			}
		});
		return message("system", message, joined(message, TextContent.class, TextContent::text));
	}

	private void addUser(List<Map<String, @Nullable Object>> mapped, IRMessage message, String place) {
		List<Map<String, @Nullable Object>> parts = new ArrayList<>();
		each(message, place, (content, at) -> {
			if (content instanceof ToolResultContent result) {
				mapped.add(toolResult(result, message.name(), at));
			}
			else {
				parts.add(part(content, at));
			}
		});
		if (parts.isEmpty() && !message.content().isEmpty()) {
			return;
		}
		boolean onlyText = message.content()
			.stream()
			.allMatch((content) -> content instanceof TextContent || content instanceof ToolResultContent);
		mapped.add(message("user", message, (onlyText && parts.size() <= 1) ? message.text() : parts));
	}

	private static Map<String, @Nullable Object> assistant(IRMessage message, String place) {
		List<Map<String, @Nullable Object>> calls = new ArrayList<>();
		each(message, place, (content, at) -> {
			if (content instanceof ToolUseContent call) {
				calls.add(toolCall(call, calls.size()));
			}
			else if (!(content instanceof TextContent || content instanceof ReasoningContent)) {
				throw misplaced(content, at, "an assistant message can contain only text, reasoning and tool calls");
			}
		});
		String text = joined(message, TextContent.class, TextContent::text);
		// Omitted rather than null: the vendor's specification allows only strings.
		Map<String, @Nullable Object> mapped = message("assistant", message,
				(text.isEmpty() && !calls.isEmpty()) ? null : text);
		String reasoning = joined(message, ReasoningContent.class, ReasoningContent::text);
		if (!reasoning.isEmpty()) {
			mapped.put("reasoning", reasoning);
		}
		if (!calls.isEmpty()) {
			mapped.put("tool_calls", calls);
		}
		return mapped;
	}

	private void addToolResults(List<Map<String, @Nullable Object>> mapped, IRMessage message, String place) {
		if (message.content().isEmpty()) {
			throw InvalidRequests.request(place + ".content", "a tool message must contain a tool result");
		}
		each(message, place, (content, at) -> {
			if (!(content instanceof ToolResultContent result)) {
				throw misplaced(content, at, "a tool message can contain only tool results");
			}
			mapped.add(toolResult(result, message.name(), at));
		});
	}

	private Map<String, @Nullable Object> toolResult(ToolResultContent result, @Nullable String name, String at) {
		if (result.isError()) {
			this.warnings.accept(new IRWarning(IRWarning.Category.CONTENT_CHANGED,
					"Together cannot mark a tool result as failed; its text was sent without a mark", at + ".is_error",
					ProviderNames.ADAPTER));
		}
		Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
		mapped.put("role", "tool");
		mapped.put("content", result.content());
		mapped.put("tool_call_id", result.toolUseId());
		if (name != null) {
			mapped.put("name", name);
		}
		return mapped;
	}

	private static Map<String, @Nullable Object> toolCall(ToolUseContent call, int index) {
		Map<String, @Nullable Object> function = new LinkedHashMap<>();
		function.put("name", call.name());
		boolean written = call.arguments() != null && !call.arguments().isBlank();
		function.put("arguments", written ? call.arguments() : Json.write(call.input()));
		Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
		mapped.put("index", index);
		mapped.put("id", call.id());
		mapped.put("type", "function");
		mapped.put("function", function);
		return mapped;
	}

	private static Map<String, @Nullable Object> part(MessageContent content, String at) {
		if (content instanceof TextContent text) {
			return part("text", text.text());
		}
		if (content instanceof ImageContent image) {
			return part("image_url", Map.of("url", url(image.source())));
		}
		if (content instanceof VideoContent video) {
			return part("video_url", Map.of("url", url(video.source())));
		}
		if (content instanceof AudioContent audio) {
			if (audio.source() instanceof MediaSource.Base64 data && WAV.contains(data.mediaType())) {
				return part("input_audio", Map.of("data", data.data(), "format", "wav"));
			}
			return part("audio_url", Map.of("url", url(audio.source())));
		}
		if (content instanceof DocumentContent) {
			throw InvalidRequests.unsupported(at,
					"Together does not accept documents; send the document's text, or its pages as images");
		}
		throw misplaced(content, at, "a user message can contain only text, images, video, audio and tool results");
	}

	private static Map<String, @Nullable Object> part(String type, Object value) {
		Map<String, @Nullable Object> part = new LinkedHashMap<>();
		part.put("type", type);
		part.put(type, value);
		return part;
	}

	private static String url(MediaSource source) {
		if (source instanceof MediaSource.Base64 data) {
			return "data:" + data.mediaType() + ";base64," + data.data();
		}
		return ((MediaSource.Url) source).url();
	}

	private static Map<String, @Nullable Object> message(String role, IRMessage message, @Nullable Object content) {
		Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
		mapped.put("role", role);
		if (content != null) {
			mapped.put("content", content);
		}
		if (message.name() != null) {
			mapped.put("name", message.name());
		}
		return mapped;
	}

	/**
	 * Parts that are joined into one text are separated by a line break.
	 */
	private static <C> String joined(IRMessage message, Class<C> type, Function<C, String> text) {
		return message.content()
			.stream()
			.filter(type::isInstance)
			.map(type::cast)
			.map(text)
			.collect(Collectors.joining("\n"));
	}

	private static void each(IRMessage message, String place, ContentVisitor visitor) {
		for (int i = 0; i < message.content().size(); i++) {
			visitor.visit(message.content().get(i), place + ".content[" + i + "]");
		}
	}

	private static RuntimeException misplaced(MessageContent content, String at, String rule) {
		return InvalidRequests.unsupported(at, rule + ", not " + content.getClass().getSimpleName());
	}

	@FunctionalInterface
	private interface ContentVisitor {

		void visit(MessageContent content, String at);

	}

}
