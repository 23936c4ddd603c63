package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChoiceLogprobs;
import ai.matey.frontend.openai.format.CompletionUsage;
import ai.matey.frontend.openai.format.CompletionWarning;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ToolUseContent;

/**
 * Translates the parts that responses and chunks have in common.
 */
final class ResponseParts {

	private ResponseParts() {
	}

	/**
	 * Return OpenAI's finish reason. If it has none, return that of the provider, and if
	 * there is none either, that of a complete response, since clients expect a reason.
	 */
	static String finishReason(IRChoice choice) {
		String providerWord = choice.providerFinishReason();
		return switch (choice.finishReason()) {
			case STOP -> "stop";
			case LENGTH -> "length";
			case TOOL_CALLS -> "tool_calls";
			case CONTENT_FILTER -> "content_filter";
			case ERROR -> (providerWord != null) ? providerWord : "error";
			case UNKNOWN -> (providerWord == null || providerWord.isEmpty()) ? ofComplete(choice) : providerWord;
		};
	}

	private static String ofComplete(IRChoice choice) {
		return choice.message().content().stream().anyMatch(ToolUseContent.class::isInstance) ? "tool_calls" : "stop";
	}

	/**
	 * Return the id of a call. Clients use it to match calls and results, so a call
	 * without an id gets one.
	 */
	static String callId(int choice, int index, String id) {
		return id.isEmpty() ? "call_" + choice + "_" + index : id;
	}

	static @Nullable CompletionUsage usage(@Nullable IRUsage usage) {
		if (usage == null) {
			return null;
		}
		Long cached = usage.cachedTokens();
		Long reasoning = usage.reasoningTokens();
		Map<String, @Nullable Object> further = new LinkedHashMap<>(usage.details());
		further.keySet().removeAll(IRUsage.KNOWN_FIELDS);
		return new CompletionUsage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens(),
				(cached != null) ? new CompletionUsage.PromptDetails(cached) : null,
				(reasoning != null) ? new CompletionUsage.CompletionDetails(reasoning) : null, further);
	}

	static @Nullable ChoiceLogprobs logprobs(@Nullable IRLogprobs logprobs, @Nullable String text) {
		if (logprobs == null) {
			return null;
		}
		boolean single = logprobs.tokens().size() == 1;
		List<ChoiceLogprobs.Token> tokens = new ArrayList<>(logprobs.tokens().size());
		for (IRLogprobs.Token token : logprobs.tokens()) {
			String tokenText = token.token();
			if (tokenText == null) {
				// Some engines send only the number, next to a delta of one token
				tokenText = (single && text != null) ? text : "";
			}
			List<ChoiceLogprobs.Alternative> top = new ArrayList<>(token.top().size());
			for (IRLogprobs.Alternative alternative : token.top()) {
				top.add(new ChoiceLogprobs.Alternative(alternative.token(), alternative.logprob(),
						alternative.bytes()));
			}
			tokens.add(new ChoiceLogprobs.Token(tokenText, token.logprob(), token.tokenId(), top, token.bytes()));
		}
		return new ChoiceLogprobs(tokens);
	}

	static @Nullable List<CompletionWarning> warnings(List<IRWarning> warnings) {
		if (warnings.isEmpty()) {
			return null;
		}
		List<CompletionWarning> result = new ArrayList<>(warnings.size());
		for (IRWarning warning : warnings) {
			result.add(new CompletionWarning(warning.message(), warning.category().name().toLowerCase(Locale.ROOT),
					warning.field(), warning.source()));
		}
		return result;
	}

}
