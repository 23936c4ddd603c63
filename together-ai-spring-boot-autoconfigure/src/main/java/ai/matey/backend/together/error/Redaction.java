package ai.matey.backend.together.error;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.SafeText;

/**
 * Keeps secrets out of texts that the provider wrote: validation errors of its engines
 * can repeat the input, and an error about a key can repeat the key. What repeats neither
 * stays, since it is the reason of the failure.
 *
 * @param apiKey gives the key that was sent, or an empty text as long as there is none
 * @param prompts the texts of the request, asked for only if there is an error
 */
public record Redaction(Supplier<String> apiKey, Supplier<List<String>> prompts) {

	/** Longest part of a provider's message that goes into an exception's message. */
	private static final int MAX_QUOTE = 1000;

	/** A shorter key is a stand-in for tests and would be found in any text. */
	private static final int MIN_KEY = 8;

	/**
	 * Create a redaction for where there is no key to hide.
	 * @param prompts the texts of the request
	 */
	public Redaction(Supplier<List<String>> prompts) {
		this(() -> "", prompts);
	}

	/**
	 * Return a text without the key.
	 * @param text the text, or {@code null}
	 * @return the text with {@code [key]} in the key's place
	 */
	@Nullable String withoutKey(@Nullable String text) {
		String apiKey = this.apiKey.get();
		return (text == null || apiKey.length() < MIN_KEY) ? text : text.replace(apiKey, "[key]");
	}

	/**
	 * Return what may be quoted of a provider's message.
	 * @param message the message, or {@code null}
	 * @return one line of about 1,000 characters at most with neither key nor prompt, or
	 * an empty text if there is nothing to quote
	 */
	public String quote(@Nullable String message) {
		return safe(message, MAX_QUOTE);
	}

	/**
	 * Return a short text of the provider, such as an id, a code or a header, as it may
	 * be shown.
	 * @param name the text, or {@code null}
	 * @return one line of at most {@link SafeText#MAX_NAME} characters with neither key
	 * nor prompt, or {@code null} if there is no text
	 */
	public @Nullable String name(@Nullable String name) {
		return (name != null) ? safe(name, SafeText.MAX_NAME) : null;
	}

	/**
	 * Only what is shown is compared, and as much behind it as lets a run be seen that
	 * ends there: prompts and messages can be large.
	 */
	private String safe(@Nullable String foreign, int maxLength) {
		if (foreign == null || foreign.isBlank()) {
			return "";
		}
		String text = String.valueOf(withoutKey(foreign.strip()));
		String seen = text.substring(0, Math.min(text.length(), maxLength + PromptRuns.LENGTH));
		PromptRuns runs = new PromptRuns(seen);
		this.prompts.get().forEach(runs::hide);
		boolean cut = text.length() > maxLength;
		String shown = runs.replaced("[prompt]");
		return SafeText.line(cut ? shown + "…" : shown, maxLength);
	}

	/**
	 * Does not show the key.
	 */
	@Override
	public String toString() {
		return "Redaction";
	}

}
