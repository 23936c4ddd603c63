package ai.matey.backend.together.error;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionTests {

	private static final String PROMPT = "My diagnosis is confidential and nobody else may read it.";

	private final Redaction redaction = new Redaction(() -> "key-0123456789", () -> List.of(PROMPT, "short one"));

	@Test
	void quotesWhatRepeatsNothing() {
		assertThat(this.redaction.quote("Input validation\n  error")).isEqualTo("Input validation error");
	}

	@Test
	void quotesNoControlCharacters() {
		assertThat(this.redaction.quote("red\u001b[31m\u0000 text\r\n\u007f")).isEqualTo("red [31m text");
	}

	@Test
	void cutsOutOnlyWhatRepeatsAPrompt() {
		assertThat(this.redaction.quote("Bad input: 'short one', 9 characters"))
			.isEqualTo("Bad input: '[prompt]', 9 characters");
		assertThat(this.redaction.quote("Bad input near '" + PROMPT.substring(10, 40) + "'. Use fewer tokens."))
			.isEqualTo("Bad input near '[prompt]'. Use fewer tokens.");
		assertThat(this.redaction.quote("<" + PROMPT + "> and again <" + PROMPT.substring(0, 30) + ">"))
			.isEqualTo("<[prompt]> and again <[prompt]>");
	}

	@Test
	void aRunCountsFromTwentyFourCharacters() {
		assertThat(this.redaction.quote("#" + PROMPT.substring(5, 28) + "#"))
			.isEqualTo("#" + PROMPT.substring(5, 28) + "#");
		assertThat(this.redaction.quote("#" + PROMPT.substring(5, 29) + "#")).isEqualTo("#[prompt]#");
	}

	@Test
	void aLongPromptHidesNoReason() {
		String prompt = "The maximum context length is a matter of memory; a request is a question of taste. "
			.repeat(50);
		String reason = "This model's maximum context length is 8192 tokens; your request has 9001.";
		assertThat(new Redaction(() -> List.of(prompt)).quote(reason)).startsWith("This model's")
			.contains("8192 tokens; your request has 9001.");
	}

	@Test
	void findsAPromptThatWasQuotedAsJson() {
		String prompt = "first line of a letter\n\t\"dear\" reader,   second line";
		Redaction redaction = new Redaction(() -> List.of(prompt));
		for (String quoted : List.of("first line of a letter\\n\\t\\\"dear\\\" reader, second line",
				"FIRST LINE OF A LETTER \"DEAR\" READER, SECOND LINE",
				"first line of a letter\r\n \"dear\" reader, second line")) {
			assertThat(redaction.quote("Invalid: " + quoted + "!")).isEqualTo("Invalid: [prompt]!");
		}
	}

	@Test
	void hidesTheKey() {
		assertThat(this.redaction.quote("Unknown key key-0123456789.")).isEqualTo("Unknown key [key].");
		assertThat(this.redaction.name("key-0123456789")).isEqualTo("[key]");
	}

	@Test
	void quotesAThousandCharacters() {
		String quote = this.redaction.quote("x".repeat(1000) + PROMPT);
		assertThat(quote).isEqualTo("x".repeat(1000) + "…");
		assertThat(this.redaction.quote("y".repeat(1000))).isEqualTo("y".repeat(1000));
	}

	@Test
	void aPromptAtTheEndOfTheQuoteIsHidden() {
		assertThat(this.redaction.quote("x".repeat(980) + PROMPT)).isEqualTo("x".repeat(980) + "[prompt]…");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u202Eb", "a\u2066b", "a\uFEFFb", "a\uD800b" })
	void dropsWhatTurnsOrBreaksALine(String name) {
		assertThat(this.redaction.name(name)).isEqualTo("ab");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u2028b", "a\u009Bb", "a\u0085\rb", "a \t b" })
	void writesOneLine(String name) {
		assertThat(this.redaction.name(name)).isEqualTo("a b");
	}

	@Test
	void namesAreCut() {
		assertThat(this.redaction.name("n".repeat(100_000))).isEqualTo("n".repeat(256) + "…");
		assertThat(this.redaction.name(null)).isNull();
	}

}
