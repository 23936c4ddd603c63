package ai.matey.backend.together.response;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;

/**
 * Assembles one choice, either from the deltas of a stream or from the message of a plain
 * response. Not thread-safe.
 */
public final class ChoiceAssembler {

	/** Fields that are mapped elsewhere or repeat other fields. */
	private static final Set<String> KNOWN = Set.of("index", "message", "delta", "text", "finish_reason", "logprobs",
			"top_logprobs", "seed", "role", "tool_calls", "error", "content", "function_call", "reasoning",
			"reasoning_content", "refusal", "token_id");

	private static final int CHOICE_SIZE = 8 * ResponseSize.OBJECT;

	private final int index;

	private final ResponseSize size;

	private final boolean keepContent;

	private final Consumer<IRWarning> warnings;

	private final TextAccumulator text = new TextAccumulator();

	private final TextAccumulator reasoning = new TextAccumulator();

	private final ToolCallAssembler toolCalls;

	private final ProviderFields fields;

	private final List<IRLogprobs.Token> logprobs = new ArrayList<>(0);

	private final List<Map<String, @Nullable Object>> rawLogprobs = new ArrayList<>(0);

	private final @Nullable ThinkTagSplitter thinkSplitter;

	private @Nullable String finishReason;

	private boolean emptyReason;

	private @Nullable BigInteger seed;

	ChoiceAssembler(int index, AssemblyOptions options, ResponseSize size, Consumer<IRWarning> warnings) {
		this.index = index;
		this.size = size;
		this.keepContent = options.keepContent();
		this.warnings = warnings;
		this.toolCalls = new ToolCallAssembler(index, size, options.keepContent());
		this.fields = new ProviderFields(size);
		this.thinkSplitter = options.splitThinkTags() ? new ThinkTagSplitter() : null;
		size.add(CHOICE_SIZE);
	}

	/**
	 * Add the content of a choice.
	 * @param choice the choice as received
	 * @param message its {@code message} or {@code delta}
	 * @param whole whether the choice is complete, so that each tool call is complete,
	 * too
	 * @param chunks receives the new chunks, which a plain response ignores
	 */
	void add(JsonNode choice, JsonNode message, boolean whole, List<? super IRStreamChunk> chunks) {
		MessageReader reader = new MessageReader(choice, message, this::lost);
		String reasoning = reader.reasoning();
		if (reasoning != null && !reasoning.isEmpty()) {
			addReasoning(reasoning, chunks);
		}
		String content = reader.text();
		IRLogprobs tokens = LogprobsReader.read(choice, content);
		if (tokens != null) {
			keep(tokens);
		}
		if (content != null && !content.isEmpty()) {
			addText(content, tokens, chunks);
		}
		String refusal = reader.refusal();
		if (refusal != null && !refusal.isEmpty()) {
			warn(IRWarning.Category.CONTENT_CHANGED,
					"The model refused to respond; its explanation was added to the text", "refusal");
			addText(refusal, null, chunks);
		}
		for (JsonNode call : reader.toolCalls()) {
			IRStreamChunk chunk = whole ? this.toolCalls.addWhole(call) : this.toolCalls.add(call);
			if (chunk != null) {
				chunks.add(chunk);
			}
		}
		finish(Json.text(choice, "finish_reason"));
		BigInteger seed = Json.big(choice, "seed");
		this.seed = (seed != null) ? seed : this.seed;
		addFields(choice);
		addFields(message);
	}

	private void addFields(JsonNode node) {
		for (Map.Entry<String, JsonNode> field : node.properties()) {
			if (!KNOWN.contains(field.getKey())) {
				this.fields.put(field.getKey(), field.getValue());
			}
		}
		if (!this.fields.isComplete()) {
			lost("The choice has too many additional fields; not all of them were kept");
		}
	}

	private void keep(IRLogprobs tokens) {
		if (!this.keepContent) {
			return;
		}
		for (IRLogprobs.Token token : tokens.tokens()) {
			// Counted twice: as parsed and as received.
			this.size.add(2L * ResponseSize.OBJECT * (token.top().size() + 1));
		}
		this.logprobs.addAll(tokens.tokens());
		this.rawLogprobs.addAll(tokens.raw());
	}

	private void lost(String what) {
		warn(IRWarning.Category.RESPONSE_INCOMPLETE, what, "message");
	}

	private void warn(IRWarning.Category category, String message, String field) {
		this.warnings
			.accept(new IRWarning(category, message, "choices[" + this.index + "]." + field, ProviderNames.ADAPTER));
	}

	/**
	 * End the choice and emit what was held back.
	 * @param chunks receives the chunks
	 */
	void end(List<? super IRStreamChunk> chunks) {
		if (this.thinkSplitter != null) {
			this.thinkSplitter.end((part, reasoning) -> addPart(part, reasoning, null, chunks));
		}
	}

	public void addText(String delta, @Nullable IRLogprobs tokens, List<? super IRStreamChunk> chunks) {
		if (this.thinkSplitter == null) {
			addPart(delta, false, tokens, chunks);
		}
		else {
			this.thinkSplitter.add(delta, (part, reasoning) -> addPart(part, reasoning, tokens, chunks));
			this.size.check(this.thinkSplitter.heldLength());
		}
	}

	private void addPart(String delta, boolean reasoning, @Nullable IRLogprobs tokens,
			List<? super IRStreamChunk> chunks) {
		if (reasoning) {
			addReasoning(delta, chunks);
			return;
		}
		if (this.keepContent) {
			this.size.add(delta.length());
			this.text.append(delta);
		}
		chunks.add(new IRStreamChunk.Content(this.index, delta, tokens));
	}

	public void addReasoning(String delta, List<? super IRStreamChunk> chunks) {
		if (this.keepContent) {
			this.size.add(delta.length());
			this.reasoning.append(delta);
		}
		chunks.add(new IRStreamChunk.Reasoning(this.index, delta));
	}

	/**
	 * Return whether the choice has a finish reason. An empty one counts only after the
	 * end marker, since some servers send it with every delta.
	 * @param marked whether the end marker was received
	 * @return whether the choice is finished
	 */
	boolean isFinished(boolean marked) {
		return this.finishReason != null || (marked && this.emptyReason);
	}

	/**
	 * Return whether the choice has content.
	 * @return {@code false} if there is neither text nor reasoning nor a tool call
	 */
	boolean hasContent() {
		return !this.text.isEmpty() || !this.reasoning.isEmpty() || !this.toolCalls.isEmpty();
	}

	/**
	 * Some engines repeat the reason, or send {@code stop} after {@code tool_calls}.
	 */
	void finish(@Nullable String reason) {
		this.emptyReason |= reason != null && reason.isEmpty();
		if (reason != null && !reason.isEmpty()
				&& WireReader.finishReason(this.finishReason) != FinishReason.TOOL_CALLS) {
			this.finishReason = reason;
		}
	}

	IRChoice toChoice() {
		FinishReason reason = WireReader.finishReason(this.finishReason);
		List<MessageContent> content = new ArrayList<>();
		if (!this.reasoning.isEmpty()) {
			content.add(new ReasoningContent(this.reasoning.toString()));
		}
		if (!this.text.isEmpty()) {
			content.add(new TextContent(this.text.toString()));
		}
		if (this.keepContent) {
			content.addAll(this.toolCalls.calls(reason));
		}
		return new IRChoice(this.index, new IRMessage(IRRole.ASSISTANT, content), reason, this.finishReason, this.seed,
				this.logprobs.isEmpty() ? null : new IRLogprobs(this.logprobs, this.rawLogprobs), this.fields.values());
	}

}
