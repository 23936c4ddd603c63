package ai.matey.test.together.completion;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Knows which models reason by default.
 */
final class ReasoningModels {

	private static final Pattern NAMES = Pattern
		.compile("gpt-oss|deepseek-r1|thinking|thinker|reasoning|qwq|magistral|glm-4\\.[5-9]|kimi-k2\\.[5-9]");

	private ReasoningModels() {
	}

	/**
	 * Return whether a model with this name reasons unless the request says otherwise.
	 */
	static boolean contains(String model) {
		return NAMES.matcher(model.toLowerCase(Locale.ROOT)).find();
	}

}
