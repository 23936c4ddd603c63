package ai.matey.backend.together.error;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of texts that the provider wrote: validation errors of its engines
 * can repeat the input, and an error about a key can repeat the key.
 *
 * @param apiKey gives the key that was sent, or an empty text as long as there is none
 * @param prompts the texts of the request, asked for only if there is an error
 */
public record Redaction(Supplier<String> apiKey, Supplier<List<String>> prompts) {

	/** Longest part of a provider's message that goes into an exception's message. */
	private static final int MAX_QUOTE = 300;

	/** A run of this many characters shared with a prompt counts as a quotation. */
	private static final int SHARED_RUN = 24;

	/** A shorter key is a stand-in for tests and would be found in any text. */
	private static final int MIN_KEY = 8;

	/** A whole prompt shorter than this says nothing. */
	private static final int MIN_PROMPT = 6;

	/**
	 * Hides what was asked, where there is no key to hide.
	 * @param prompts the texts of the request
	 */
	public Redaction(Supplier<List<String>> prompts) {
		this(() -> "", prompts);
	}

	@Nullable String withoutKey(@Nullable String text) {
		String apiKey = this.apiKey.get();
		return (text == null || apiKey.length() < MIN_KEY) ? text : text.replace(apiKey, "[key]");
	}

	/**
	 * What may be quoted of a provider's message.
	 * @param message the message, or {@code null}
	 * @return the quotation, or an empty text if there is nothing that may be quoted
	 */
	String quote(@Nullable String message) {
		String text = withoutKey(message);
		if (text == null || text.isBlank()) {
			return "";
		}
		String whole = text.strip();
		boolean cut = whole.length() > MAX_QUOTE;
		String quoted = cut ? whole.substring(0, MAX_QUOTE) : whole;
		// Only what would be quoted is compared: prompts and messages can be large.
		return repeatsPrompt(quoted) ? "" : quoted.replaceAll("[\\s\\p{Cntrl}]+", " ").strip() + (cut ? "…" : "");
	}

	private boolean repeatsPrompt(String text) {
		return this.prompts.get().stream().anyMatch((prompt) -> repeats(text, prompt));
	}

	/**
	 * Half a run is looked for at every half run: every shared run holds one of them.
	 */
	private static boolean repeats(String text, String prompt) {
		if (prompt.length() < SHARED_RUN) {
			return prompt.length() >= MIN_PROMPT && text.contains(prompt);
		}
		int half = SHARED_RUN / 2;
		for (int start = 0; start + half <= text.length(); start += half) {
			if (prompt.contains(text.substring(start, start + half))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Does not show the key.
	 */
	@Override
	public String toString() {
		return "Redaction";
	}

}
