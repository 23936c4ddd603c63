package ai.matey.test.together;

import tools.jackson.databind.node.ObjectNode;

/**
 * The fake's own count: a token is a word or a run of punctuation.
 *
 * @param prompt the tokens of the prompt
 * @param completion the tokens of all choices, reasoning included
 * @param reasoning the reasoning tokens among them
 */
record Usage(int prompt, int completion, int reasoning) {

	ObjectNode json() {
		return Json.object()
			.put("prompt_tokens", this.prompt)
			.put("completion_tokens", this.completion)
			.put("total_tokens", this.prompt + this.completion)
			.put("cached_tokens", 0)
			.put("reasoning_tokens", this.reasoning);
	}

}
