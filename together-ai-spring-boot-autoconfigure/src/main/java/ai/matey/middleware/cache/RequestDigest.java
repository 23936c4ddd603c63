package ai.matey.middleware.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.VideoContent;

/**
 * Creates a digest of everything that determines a response. Every part is prefixed with
 * its length, so that different requests cannot produce the same bytes. Metadata,
 * deadlines and the number of attempts are left out, since they are never sent. Not
 * thread-safe.
 */
final class RequestDigest {

	private final MessageDigest digest;

	RequestDigest() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

	RequestDigest request(IRChatRequest request) {
		length(request.messages().size());
		request.messages().forEach(this::message);
		parameters(request.parameters());
		length(request.tools().size());
		request.tools().forEach(this::tool);
		toolChoice(request.toolChoice());
		responseFormat(request.responseFormat());
		return value(request.includeRaw());
	}

	/**
	 * Add a text.
	 * @param text the text; {@code null} differs from an empty text
	 */
	RequestDigest text(@Nullable String text) {
		if (text == null) {
			return length(-1);
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		length(bytes.length);
		this.digest.update(bytes);
		return this;
	}

	private RequestDigest length(int length) {
		this.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
		return this;
	}

	/**
	 * Add a JSON value. Numbers and booleans are added as texts, since a field has only
	 * one type.
	 */
	private RequestDigest value(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			text("map").length(map.size());
			map.forEach((key, nested) -> text(String.valueOf(key)).value(nested));
			return this;
		}
		if (value instanceof List<?> list) {
			text("list").length(list.size());
			list.forEach(this::value);
			return this;
		}
		if (value instanceof String text) {
			return text("text").text(text);
		}
		return text((value != null) ? value.toString() : null);
	}

	private void message(IRMessage message) {
		text(message.role().name()).text(message.name()).length(message.content().size());
		message.content().forEach(this::content);
	}

	private void content(MessageContent content) {
		text(content.getClass().getSimpleName());
		if (content instanceof TextContent text) {
			text(text.text());
		}
		else if (content instanceof ReasoningContent reasoning) {
			text(reasoning.text());
		}
		else if (content instanceof ImageContent image) {
			source(image.source());
		}
		else if (content instanceof AudioContent audio) {
			source(audio.source());
		}
		else if (content instanceof VideoContent video) {
			source(video.source());
		}
		else if (content instanceof DocumentContent document) {
			text(document.filename()).source(document.source());
		}
		else if (content instanceof ToolUseContent call) {
			text(call.id()).text(call.name()).value(call.input()).text(call.arguments()).text(call.problem());
		}
		else if (content instanceof ToolResultContent result) {
			text(result.toolUseId()).text(result.content()).value(result.isError());
		}
	}

	private void source(MediaSource source) {
		if (source instanceof MediaSource.Url url) {
			text("url").text(url.url());
		}
		else if (source instanceof MediaSource.Base64 base64) {
			text(base64.mediaType()).text(base64.data());
		}
	}

	private void parameters(IRParameters parameters) {
		text(parameters.model()).value(parameters.maxTokens())
			.value(parameters.temperature())
			.value(parameters.topP())
			.value(parameters.topK())
			.value(parameters.minP())
			.value(parameters.frequencyPenalty())
			.value(parameters.presencePenalty())
			.value(parameters.repetitionPenalty())
			.value(parameters.stopSequences())
			.value(parameters.logitBias())
			.value(parameters.seed())
			.value(parameters.n())
			.value(parameters.logprobs())
			.value(parameters.echo())
			.value(parameters.reasoning())
			.value(parameters.reasoningEffort())
			.value(parameters.contextLengthExceededBehavior())
			.value(parameters.chatTemplateKwargs())
			.value(parameters.safetyModel())
			.value(parameters.user())
			.value(parameters.custom());
	}

	private void tool(IRTool tool) {
		text(tool.name()).text(tool.description()).value(tool.parameters()).value(tool.strict());
	}

	private void toolChoice(@Nullable IRToolChoice choice) {
		if (choice instanceof IRToolChoice.Named named) {
			text("named").text(named.name());
		}
		else {
			text((choice instanceof IRToolChoice.Mode mode) ? mode.name() : null);
		}
	}

	private void responseFormat(@Nullable IRResponseFormat format) {
		text((format != null) ? format.getClass().getSimpleName() : null);
		if (format instanceof IRResponseFormat.JsonSchema schema) {
			text(schema.name()).text(schema.description()).value(schema.schema()).value(schema.strict());
		}
		else if (format instanceof IRResponseFormat.Regex regex) {
			text(regex.pattern());
		}
	}

}
