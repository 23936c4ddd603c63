package ai.matey.test.together.completion;

import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import tools.jackson.databind.JsonNode;

/**
 * Composes text completions.
 */
public final class TextComposer {

	private TextComposer() {
	}

	/**
	 * Return the completion of a request.
	 * @throws ApiException if the request is invalid
	 */
	public static Completion compose(JsonNode body) {
		String prompt = Json.string(body, "prompt");
		if (prompt == null) {
			throw ApiException.invalid("Made up by FakeTogether: the request has no prompt.", "prompt");
		}
		CompletionOptions options = CompletionOptions.of(body);
		String text = " … Made up by FakeTogether: no model has continued “%s”, a prompt of %d tokens."
			.formatted(ChatComposer.quote(prompt), Tokenizer.count(prompt));
		List<Choice> choices = new ArrayList<>();
		for (int index = 0; index < options.choices(); index++) {
			choices.add(options.limit(new Choice(null, text, List.of(), "stop")));
		}
		return Completion.of(choices, Tokenizer.count(prompt), options.logprobs());
	}

}
