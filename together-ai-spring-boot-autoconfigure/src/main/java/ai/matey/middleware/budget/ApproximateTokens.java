package ai.matey.middleware.budget;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * Estimates the number of tokens of a text without a tokenizer: a third of its UTF-8
 * bytes, plus four for each message and 6,500 for an image or other media. The estimate
 * is about a third too high for English and about right for Chinese and Japanese.
 *
 * @since 0.1.0
 */
public final class ApproximateTokens {

	private static final int BYTES_PER_TOKEN = 3;

	private static final int PER_MESSAGE = 4;

	private static final int PER_MEDIUM = 6500;

	private ApproximateTokens() {
	}

	/**
	 * Return the estimated number of tokens of a prompt.
	 * @param request the messages and tools
	 * @return the estimate
	 */
	public static long prompt(IRChatRequest request) {
		long tokens = 0;
		for (IRMessage message : request.messages()) {
			tokens += PER_MESSAGE;
			for (MessageContent part : message.content()) {
				tokens += part(part);
			}
		}
		for (IRTool tool : request.tools()) {
			tokens += PER_MESSAGE + text(tool.name()) + text(tool.description()) + tokens(bytes(tool.parameters()));
		}
		return tokens;
	}

	/**
	 * Return the estimated number of tokens of a request to rank documents. The model
	 * reads the query with each of them.
	 * @param request the query and the documents
	 * @return the estimate
	 */
	public static long prompt(IRRerankRequest request) {
		long query = PER_MESSAGE + text(request.query());
		long tokens = texts(request.documents());
		for (Map<String, @Nullable Object> document : request.objects()) {
			tokens += tokens(bytes(document));
		}
		return tokens + query * (request.documents().size() + request.objects().size());
	}

	/**
	 * Return the estimated number of tokens of several texts.
	 * @param texts the texts
	 * @return the estimate
	 */
	public static long texts(List<String> texts) {
		return texts.stream().mapToLong(ApproximateTokens::text).sum();
	}

	/**
	 * Return the estimated number of tokens of a text.
	 * @param text the text, or {@code null}
	 * @return the estimate, rounded up
	 */
	public static long text(@Nullable String text) {
		return (text != null) ? tokens(bytes(text)) : 0;
	}

	/**
	 * Return the number of bytes that a chunk adds to the text of a response.
	 */
	static long bytes(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content content) {
			return bytes(content.delta());
		}
		if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			return bytes(reasoning.delta());
		}
		return (chunk instanceof IRStreamChunk.ToolUse call) ? bytes(call.argumentsDelta()) : 0;
	}

	static long tokens(long bytes) {
		return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
	}

	private static long part(MessageContent part) {
		if (part instanceof TextContent text) {
			return text(text.text());
		}
		if (part instanceof ReasoningContent reasoning) {
			return text(reasoning.text());
		}
		if (part instanceof ToolResultContent result) {
			return text(result.content());
		}
		if (part instanceof ToolUseContent call) {
			return text(call.name())
					+ ((call.arguments() != null) ? text(call.arguments()) : tokens(bytes(call.input())));
		}
		return PER_MEDIUM;
	}

	/**
	 * Return the size of a value as JSON.
	 */
	private static long bytes(@Nullable Object json) {
		long bytes = 2;
		if (json instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				bytes += 2 + bytes(String.valueOf(entry.getKey())) + bytes(entry.getValue());
			}
		}
		else if (json instanceof Iterable<?> list) {
			for (Object element : list) {
				bytes += 1 + bytes(element);
			}
		}
		else {
			bytes += bytes(String.valueOf(json));
		}
		return bytes;
	}

	private static long bytes(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			// Each half of a surrogate pair counts for two of the four bytes
			bytes += (character < 0x80) ? 1 : (character < 0x800 || Character.isSurrogate(character)) ? 2 : 3;
		}
		return bytes;
	}

}
