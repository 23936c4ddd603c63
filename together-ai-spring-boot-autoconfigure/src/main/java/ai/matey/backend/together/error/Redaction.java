package ai.matey.backend.together.error;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.SafeText;

/**
 * Removes the API key and the prompt from texts of the provider: validation errors may
 * repeat the input, and an error about a key may repeat the key. The rest is kept, since
 * it explains the failure.
 *
 * @param apiKey supplies the key that was sent, or an empty text if none was sent yet
 * @param prompts supplies the texts of the request; invoked only if there is an error
 */
public record Redaction(Supplier<String> apiKey, Supplier<List<String>> prompts) {

	/** Maximum length of a provider's message within an exception's message. */
	private static final int MAX_QUOTE = 1000;

	/** A shorter key is a placeholder for tests and could occur in any text. */
	private static final int MIN_KEY = 8;

	/**
	 * Create a redaction without a key.
	 * @param prompts supplies the texts of the request
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
	 * Return the part of a provider's message that may be quoted.
	 * @param message the message, or {@code null}
	 * @return one line of at most about 1,000 characters without key or prompt, or an
	 * empty text if there is nothing to quote
	 */
	public String quote(@Nullable String message) {
		return safe(message, MAX_QUOTE);
	}

	/**
	 * Return a short text of the provider, such as an ID, a code or a header, in a form
	 * that may be shown.
	 * @param name the text, or {@code null}
	 * @return one line of at most {@link SafeText#MAX_NAME} characters without key or
	 * prompt, or {@code null} if there is no text
	 */
	public @Nullable String name(@Nullable String name) {
		return (name != null) ? safe(name, SafeText.MAX_NAME) : null;
	}

	/**
	 * Since prompts and messages can be large, only the shown part is compared, plus
	 * enough text after it to recognize a run that extends beyond it.
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
	 * Omits the key.
	 */
	@Override
	public String toString() {
		return "Redaction";
	}

}
