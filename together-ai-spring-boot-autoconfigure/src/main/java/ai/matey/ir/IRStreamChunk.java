package ai.matey.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A chunk of a streamed response. A stream consists of one {@link Start}, then any number
 * of {@link Content}, {@link Reasoning}, {@link ToolUse} and {@link Metadata}, then
 * exactly one {@link Done}. A failure is the stream's error signal, never a chunk.
 *
 * @since 0.1.0
 */
public sealed interface IRStreamChunk {

	/**
	 * Create the chunks of a whole stream from its text, for tests and for middleware
	 * that responds itself: {@code Flux.fromIterable(IRStreamChunk.of("Hel", "lo"))}.
	 * @param deltas the pieces of the text
	 * @return the chunks, {@link Done} with the assembled response at the end
	 */
	static List<IRStreamChunk> of(String... deltas) {
		IRChatResponse response = IRChatResponse.of(String.join("", deltas));
		List<IRStreamChunk> chunks = new ArrayList<>();
		chunks.add(new Start(response.metadata()));
		for (String delta : deltas) {
			chunks.add(new Content(delta));
		}
		chunks.add(new Done(response));
		return List.copyOf(chunks);
	}

	/**
	 * The first chunk. It is emitted together with the first content, so that a request
	 * that fails earlier can still be retried.
	 *
	 * @param metadata the metadata known so far
	 */
	record Start(IRMetadata metadata) implements IRStreamChunk {

		public Start {
			Objects.requireNonNull(metadata, "metadata must not be null");
		}

	}

	/**
	 * More text.
	 *
	 * @param choice the choice's index; 0 unless {@code n > 1}
	 * @param delta the text to append, never empty
	 * @param logprobs log probabilities of its tokens, or {@code null}
	 */
	record Content(int choice, String delta, @Nullable IRLogprobs logprobs) implements IRStreamChunk {

		public Content {
			Objects.requireNonNull(delta, "delta must not be null");
		}

		/**
		 * Create text of the first choice.
		 * @param delta the text to append
		 */
		public Content(String delta) {
			this(0, delta, null);
		}

		@Override
		public String toString() {
			return "Content[choice=" + this.choice + ", " + this.delta.length() + " chars]";
		}

	}

	/**
	 * More reasoning.
	 *
	 * @param choice the choice's index; 0 unless {@code n > 1}
	 * @param delta the reasoning to append, never empty
	 */
	record Reasoning(int choice, String delta) implements IRStreamChunk {

		public Reasoning {
			Objects.requireNonNull(delta, "delta must not be null");
		}

		@Override
		public String toString() {
			return "Reasoning[choice=" + this.choice + ", " + this.delta.length() + " chars]";
		}

	}

	/**
	 * A fragment of a tool call. The fragments of one call have the same choice and
	 * index; {@link Done} contains the complete calls.
	 *
	 * @param choice the choice's index; 0 unless {@code n > 1}
	 * @param index the index of the call within the choice, starting at 0
	 * @param id the id of the call as far as known, possibly empty
	 * @param name the name of the tool as far as known, possibly empty
	 * @param argumentsDelta the JSON text to append to the arguments, possibly empty
	 */
	record ToolUse(int choice, int index, String id, String name, String argumentsDelta) implements IRStreamChunk {

		public ToolUse {
			Objects.requireNonNull(id, "id must not be null");
			Objects.requireNonNull(name, "name must not be null");
			Objects.requireNonNull(argumentsDelta, "argumentsDelta must not be null");
		}

		@Override
		public String toString() {
			return "ToolUse[choice=" + this.choice + ", index=" + this.index + ", id=" + this.id + ", name=" + this.name
					+ ", " + this.argumentsDelta.length() + " chars]";
		}

	}

	/**
	 * New information about the response as a whole.
	 *
	 * @param usage the cumulative number of tokens used so far, or {@code null}
	 * @param metadata the metadata known so far
	 */
	record Metadata(@Nullable IRUsage usage, IRMetadata metadata) implements IRStreamChunk {

		public Metadata {
			Objects.requireNonNull(metadata, "metadata must not be null");
		}

	}

	/**
	 * The last chunk of a successful stream.
	 *
	 * @param response the assembled response, as a plain call would have returned it
	 */
	record Done(IRChatResponse response) implements IRStreamChunk {

		public Done {
			Objects.requireNonNull(response, "response must not be null");
		}

	}

}
