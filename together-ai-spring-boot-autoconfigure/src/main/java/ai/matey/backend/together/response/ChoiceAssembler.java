package ai.matey.backend.together.response;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;

/**
 * Puts one choice together, from the deltas of a stream or from the message of a plain
 * answer. Not thread-safe.
 */
public final class ChoiceAssembler {

	private final int index;

	private final TextAccumulator text = new TextAccumulator();

	private final TextAccumulator reasoning = new TextAccumulator();

	private final ToolCallAssembler toolCalls;

	private final List<IRLogprobs.Token> logprobs = new ArrayList<>(0);

	private final List<Map<String, @Nullable Object>> rawLogprobs = new ArrayList<>(0);

	private final @Nullable ThinkTagSplitter thinkSplitter;

	private @Nullable String finishReason;

	private boolean emptyReason;

	private @Nullable BigInteger seed;

	ChoiceAssembler(int index, boolean splitThinkTags) {
		this.index = index;
		this.toolCalls = new ToolCallAssembler(index);
		this.thinkSplitter = splitThinkTags ? new ThinkTagSplitter() : null;
	}

	/**
	 * Takes what a choice says.
	 * @param choice the choice as it came
	 * @param message its {@code message} or {@code delta}
	 * @param chunks receives what is new; a plain answer has no use for it
	 */
	void add(JsonNode choice, JsonNode message, List<? super IRStreamChunk> chunks) {
		String reasoning = WireReader.reasoning(message);
		if (reasoning != null && !reasoning.isEmpty()) {
			addReasoning(reasoning, chunks);
		}
		String content = WireReader.text(choice, message);
		IRLogprobs tokens = LogprobsReader.read(choice, content);
		if (tokens != null) {
			this.logprobs.addAll(tokens.tokens());
			this.rawLogprobs.addAll(tokens.raw());
		}
		if (content != null && !content.isEmpty()) {
			addText(content, tokens, chunks);
		}
		for (JsonNode call : WireReader.toolCalls(choice, message)) {
			chunks.add(this.toolCalls.add(call));
		}
		finish(Json.text(choice, "finish_reason"));
		BigInteger seed = Json.big(choice, "seed");
		this.seed = (seed != null) ? seed : this.seed;
	}

	/**
	 * Gives out what was held back: the choice is over.
	 * @param chunks receives what is new
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
		}
	}

	private void addPart(String delta, boolean reasoning, @Nullable IRLogprobs tokens,
			List<? super IRStreamChunk> chunks) {
		if (reasoning) {
			addReasoning(delta, chunks);
			return;
		}
		this.text.append(delta);
		chunks.add(new IRStreamChunk.Content(this.index, delta, tokens));
	}

	public void addReasoning(String delta, List<? super IRStreamChunk> chunks) {
		this.reasoning.append(delta);
		chunks.add(new IRStreamChunk.Reasoning(this.index, delta));
	}

	/**
	 * Whether the choice has a reason to have stopped. An empty one counts only behind
	 * the end mark: some servers send it with every delta.
	 * @param marked whether the end mark came
	 * @return whether it is over
	 */
	boolean isFinished(boolean marked) {
		return this.finishReason != null || (marked && this.emptyReason);
	}

	/**
	 * Whether the model said anything in this choice.
	 * @return {@code false} if there is neither text nor reasoning nor a call
	 */
	boolean hasContent() {
		return !this.text.isEmpty() || !this.reasoning.isEmpty() || !this.toolCalls.isEmpty();
	}

	/**
	 * Some engines repeat the reason, and follow {@code tool_calls} with {@code stop}.
	 */
	private void finish(@Nullable String reason) {
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
		content.addAll(this.toolCalls.calls(reason));
		return new IRChoice(this.index, new IRMessage(IRRole.ASSISTANT, content), reason, this.finishReason, this.seed,
				this.logprobs.isEmpty() ? null : new IRLogprobs(this.logprobs, this.rawLogprobs));
	}

}
