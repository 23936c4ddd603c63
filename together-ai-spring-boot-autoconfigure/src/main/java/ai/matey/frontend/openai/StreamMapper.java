package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ChoiceLogprobs;
import ai.matey.frontend.openai.format.CompletionUsage;
import ai.matey.frontend.openai.format.CompletionWarning;
import ai.matey.frontend.openai.format.StreamOptions;
import ai.matey.frontend.openai.format.ToolCall;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;

/**
 * Translates one subscription to a stream. A chunk becomes at most one chunk, except for
 * the last, whose further chunks wait in {@link #rest}. Therefore {@code handle} and
 * {@code concatWith} suffice, which neither prefetch nor queue.
 */
final class StreamMapper {

	private static final String ASSISTANT = "assistant";

	private final @Nullable String requestedModel;

	private final @Nullable Boolean includeUsage;

	private @Nullable ResponseHeader header;

	// Nearly every stream has only choice 0
	private boolean firstChoiceBegun;

	private final Set<Integer> otherChoicesBegun = new HashSet<>();

	private final Set<Long> callsBegun = new HashSet<>();

	private final Map<Long, String> callNames = new HashMap<>();

	private List<ChatCompletionChunk> rest = List.of();

	private StreamMapper(ChatCompletionRequest request) {
		this.requestedModel = IRParameterMapper.model(request);
		StreamOptions options = request.streamOptions();
		this.includeUsage = (options != null) ? options.includeUsage() : null;
	}

	static Flux<ChatCompletionChunk> fromIR(Flux<IRStreamChunk> chunks, ChatCompletionRequest request) {
		return Flux.defer(() -> {
			StreamMapper mapper = new StreamMapper(request);
			return chunks.handle(mapper::next).concatWith(Flux.defer(mapper::rest));
		});
	}

	private void next(IRStreamChunk chunk, SynchronousSink<ChatCompletionChunk> sink) {
		if (chunk instanceof IRStreamChunk.Content content) {
			sink.next(content(content.choice(), content.delta(), content.logprobs()));
		}
		else if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			sink.next(delta(reasoning.choice(), null, reasoning.delta(), null, null));
		}
		else if (chunk instanceof IRStreamChunk.ToolUse toolUse) {
			sink.next(toolUse(toolUse));
		}
		else if (chunk instanceof IRStreamChunk.Done done) {
			List<ChatCompletionChunk> last = last(done.response());
			if (!last.isEmpty()) {
				sink.next(last.get(0));
				this.rest = last.subList(1, last.size());
			}
		}
		else if (chunk instanceof IRStreamChunk.Start start) {
			this.header = ResponseHeader.of(start.metadata(), this.requestedModel);
		}
		// IRStreamChunk.Metadata: Done has the same information
	}

	private Flux<ChatCompletionChunk> rest() {
		return Flux.fromIterable(this.rest);
	}

	private ChatCompletionChunk content(int choice, String delta, @Nullable IRLogprobs logprobs) {
		return delta(choice, delta, null, null, (logprobs != null) ? ResponseParts.logprobs(logprobs, delta) : null);
	}

	/**
	 * The first fragment of a call has its id, type and name, later ones do not. A name
	 * that arrives late or in pieces is sent as it arrives.
	 */
	private ChatCompletionChunk toolUse(IRStreamChunk.ToolUse toolUse) {
		Long call = ((long) toolUse.choice() << 32) | (toolUse.index() & 0xffffffffL);
		boolean first = this.callsBegun.add(call);
		String id = first ? ResponseParts.callId(toolUse.choice(), toolUse.index(), toolUse.id()) : null;
		return delta(toolUse.choice(), null, null, List.of(new ToolCall(toolUse.index(), id, first ? "function" : null,
				new ToolCall.Function(newName(call, toolUse.name()), toolUse.argumentsDelta()))), null);
	}

	private @Nullable String newName(Long call, String name) {
		if (name.isEmpty()) {
			return null;
		}
		String sent = this.callNames.put(call, name);
		if (sent == null) {
			return name;
		}
		return (name.length() > sent.length() && name.startsWith(sent)) ? name.substring(sent.length()) : null;
	}

	private ChatCompletionChunk delta(int choice, @Nullable String content, @Nullable String reasoning,
			@Nullable List<ToolCall> calls, @Nullable ChoiceLogprobs logprobs) {
		ChatCompletionChunk.Delta delta = new ChatCompletionChunk.Delta(role(choice), content, reasoning, calls);
		return chunk(List.of(new ChatCompletionChunk.Choice(choice, delta, null, logprobs, null)), null, null);
	}

	private @Nullable String role(int choice) {
		if (choice == 0) {
			if (this.firstChoiceBegun) {
				return null;
			}
			this.firstChoiceBegun = true;
			return ASSISTANT;
		}
		return this.otherChoicesBegun.add(choice) ? ASSISTANT : null;
	}

	/**
	 * Return a chunk with the finish reason of each choice, then the usage. A chunk
	 * without choices is only sent to callers that requested it, since it breaks others;
	 * those find the usage in the last chunk, where OpenAI's clients read an optional
	 * field.
	 */
	private List<ChatCompletionChunk> last(IRChatResponse response) {
		CompletionUsage usage = Boolean.FALSE.equals(this.includeUsage) ? null : ResponseParts.usage(response.usage());
		boolean apart = Boolean.TRUE.equals(this.includeUsage) && usage != null;
		List<CompletionWarning> warnings = ResponseParts.warnings(response.metadata().warnings());
		List<ChatCompletionChunk> result = new ArrayList<>(response.choices().size() + 1);
		for (int i = 0; i < response.choices().size(); i++) {
			boolean last = i == response.choices().size() - 1;
			result.add(chunk(List.of(finish(response.choices().get(i))), (last && !apart) ? usage : null,
					last ? warnings : null));
		}
		if (apart) {
			result.add(chunk(List.of(), usage, null));
		}
		return result;
	}

	private ChatCompletionChunk.Choice finish(IRChoice choice) {
		ChatCompletionChunk.Delta delta = new ChatCompletionChunk.Delta(role(choice.index()), null, null, null);
		return new ChatCompletionChunk.Choice(choice.index(), delta, ResponseParts.finishReason(choice), null,
				choice.seed(), choice.custom());
	}

	private ChatCompletionChunk chunk(List<ChatCompletionChunk.Choice> choices, @Nullable CompletionUsage usage,
			@Nullable List<CompletionWarning> warnings) {
		ResponseHeader header = this.header;
		if (header == null) {
			header = ResponseHeader.of(IRMetadata.builder().build(), this.requestedModel);
			this.header = header;
		}
		return new ChatCompletionChunk(header.id(), ChatCompletionChunk.OBJECT, header.created(), header.model(),
				choices, usage, header.systemFingerprint(), warnings);
	}

}
