package ai.matey.backend.together.response;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThinkTagSplitterTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false,
			value = { "<think>a b</think>c|a b|c", "<think>a</think>\\n\\nc d |a|c d ", " \\n<think>a</think>c|a|c",
					"<think></think>c||c", "<think>a</think>|a|", "<think>a</think> \\n|a|", "<think>a|a|",
					"<think>a</thin|a</thin|", "<think>a</thi</think>b|a</thi|b", "<think>a < b</think>c|a < b|c",
					"<think>a</think>b<think>c</think>|a|b<think>c</think>", "plain text||plain text",
					" spaced|| spaced", "<thin||<thin", "<thinking>a</thinking>||<thinking>a</thinking>",
					"a<think>b</think>||a<think>b</think>", "a</think>b||a</think>b", "\\n||\\n", "<b>||<b>" })
	void takesTheOpeningBlockOutHoweverItIsCut(String escaped, String reasoning, String answer) {
		String text = escaped.replace("\\n", "\n");
		for (int size = 1; size <= text.length(); size++) {
			StringBuilder thought = new StringBuilder();
			StringBuilder said = new StringBuilder();
			ThinkTagSplitter splitter = new ThinkTagSplitter();
			ThinkTagSplitter.Output out = (part, isReasoning) -> {
				assertThat(part).isNotEmpty();
				(isReasoning ? thought : said).append(part);
			};
			for (int start = 0; start < text.length(); start += size) {
				splitter.add(text.substring(start, Math.min(start + size, text.length())), out);
			}
			splitter.end(out);
			assertThat(thought).as("pieces of %d", size).hasToString((reasoning != null) ? reasoning : "");
			assertThat(said).as("pieces of %d", size).hasToString((answer != null) ? answer.replace("\\n", "\n") : "");
		}
	}

}
