package ai.matey.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.frontend.openai.format.ChatCompletionChunk;

/**
 * Writes the chunks of one stream as events. In nearly all chunks of a stream, only the
 * text is new. Jackson writes what precedes and follows it once, after which it is
 * copied; this saves most of the time and garbage of an event.
 */
final class ChunkEncoder {

	private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

	// Quotes within a text are escaped, so it is found only once
	private static final byte[] NO_CONTENT = "\"content\":\"\"".getBytes(StandardCharsets.US_ASCII);

	private final ObjectWriter writer;

	private @Nullable ChatCompletionChunk template;

	private byte[] before = {};

	private byte[] after = {};

	ChunkEncoder(JsonMapper mapper) {
		// A line break within an event would end its field
		this.writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
	}

	byte[] encode(ChatCompletionChunk chunk) {
		String text = onlyText(chunk);
		byte[] quoted = (text != null) ? quoted(text) : null;
		if (quoted == null || !fits(chunk)) {
			return event(chunk);
		}
		return joined(this.before, quoted, this.after);
	}

	byte[] event(Object data) {
		return joined(DATA, this.writer.writeValueAsBytes(data), END);
	}

	/**
	 * Return the text of a chunk that contains nothing else.
	 */
	private static @Nullable String onlyText(ChatCompletionChunk chunk) {
		if (chunk.choices().size() != 1 || chunk.usage() != null || chunk.warnings() != null) {
			return null;
		}
		ChatCompletionChunk.Choice choice = chunk.choices().get(0);
		ChatCompletionChunk.Delta delta = choice.delta();
		boolean more = choice.finishReason() != null || choice.logprobs() != null || choice.seed() != null
				|| delta.role() != null || delta.reasoning() != null || delta.toolCalls() != null;
		return more ? null : delta.content();
	}

	/**
	 * Return the text as it is written between the quotes, or {@code null} if it has half
	 * of a surrogate pair, which needs another notation.
	 */
	private static byte @Nullable [] quoted(String text) {
		try {
			return JsonStringEncoder.getInstance().quoteAsUTF8(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean fits(ChatCompletionChunk chunk) {
		ChatCompletionChunk known = this.template;
		if (known != null && Objects.equals(known.id(), chunk.id()) && Objects.equals(known.model(), chunk.model())
				&& Objects.equals(known.created(), chunk.created())
				&& Objects.equals(known.systemFingerprint(), chunk.systemFingerprint())
				&& Objects.equals(index(known), index(chunk))) {
			return true;
		}
		ChatCompletionChunk.Choice choice = new ChatCompletionChunk.Choice(chunk.choices().get(0).index(),
				new ChatCompletionChunk.Delta(null, "", null, null), null, null, null);
		byte[] json = this.writer.writeValueAsBytes(new ChatCompletionChunk(chunk.id(), chunk.object(), chunk.created(),
				chunk.model(), List.of(choice), null, chunk.systemFingerprint(), null));
		int gap = indexOf(json, NO_CONTENT) + NO_CONTENT.length - 1;
		if (gap < NO_CONTENT.length - 1) {
			return false;
		}
		this.before = joined(DATA, Arrays.copyOf(json, gap));
		this.after = joined(Arrays.copyOfRange(json, gap, json.length), END);
		this.template = chunk;
		return true;
	}

	private static @Nullable Integer index(ChatCompletionChunk chunk) {
		return chunk.choices().get(0).index();
	}

	private static int indexOf(byte[] bytes, byte[] part) {
		for (int i = 0; i <= bytes.length - part.length; i++) {
			if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		return -1;
	}

	private static byte[] joined(byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		byte[] joined = new byte[length];
		int end = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, joined, end, part.length);
			end += part.length;
		}
		return joined;
	}

}
