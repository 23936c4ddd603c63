package ai.matey.test.together.completion;

import ai.matey.test.together.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Token usage as counted by {@link Tokenizer}.
 *
 * @param prompt the number of prompt tokens
 * @param completion the number of tokens in all choices, including reasoning
 * @param reasoning the number of reasoning tokens among them
 */
public record Usage(int prompt, int completion, int reasoning) {

	ObjectNode json() {
		return Json.object()
			.put("prompt_tokens", this.prompt)
			.put("completion_tokens", this.completion)
			.put("total_tokens", this.prompt + this.completion)
			.put("cached_tokens", 0)
			.put("reasoning_tokens", this.reasoning);
	}

}
