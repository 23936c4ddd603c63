package ai.matey.test.together;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Composes plain text completions.
 */
final class TextComposer {

	private TextComposer() {
	}

	static Completion compose(JsonNode body) {
		String prompt = Json.string(body, "prompt");
		if (prompt == null) {
			throw Problem.invalid("Made up by FakeTogether: the request has no prompt.", "prompt");
		}
		Options options = Options.of(body);
		String text = " … Made up by FakeTogether: no model has continued “%s”, a prompt of %d tokens."
			.formatted(AnswerComposer.quote(prompt), Tokens.count(prompt));
		List<Answer> choices = new ArrayList<>();
		for (int index = 0; index < options.choices(); index++) {
			choices.add(options.limit(new Answer(null, text, List.of(), "stop")));
		}
		return Completion.of(choices, Tokens.count(prompt), options.logprobs());
	}

}
