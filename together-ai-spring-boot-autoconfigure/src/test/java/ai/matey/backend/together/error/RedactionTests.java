package ai.matey.backend.together.error;

import java.util.List;

import org.junit.jupiter.api.Test;

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
	void quotesNothingThatRepeatsAPromptWholeOrInPart() {
		assertThat(this.redaction.quote("Bad input: 'short one'")).isEmpty();
		assertThat(this.redaction.quote("Bad input near '" + PROMPT.substring(10, 40) + "'")).isEmpty();
	}

	@Test
	void hidesTheKey() {
		assertThat(this.redaction.quote("Unknown key key-0123456789.")).isEqualTo("Unknown key [key].");
	}

	@Test
	void looksOnlyAtWhatItQuotes() {
		String quote = this.redaction.quote("x".repeat(300) + PROMPT);
		assertThat(quote).isEqualTo("x".repeat(300) + "…");
	}

}
