package ai.matey.backend.together.http;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * What may stand in a request header: anything else could smuggle in a second header.
 */
public final class HeaderRules {

	private HeaderRules() {
	}

	/**
	 * Return whether a value is no key: blank, or a placeholder of the configuration that
	 * could not be resolved.
	 * @param apiKey value of a key
	 * @return whether it must not be sent
	 */
	public static boolean isMissingKey(String apiKey) {
		return apiKey.isBlank() || apiKey.strip().startsWith("${");
	}

	public static String apiKey(String apiKey) {
		if (!isHeaderText(apiKey)) {
			throw new TogetherConfigurationException("together.api-key",
					"It holds a line break or another character that a header cannot carry.",
					"Check how the key got there; the value is not shown here.");
		}
		return apiKey;
	}

	public static void check(String name, String value) {
		if (name.isEmpty() || !name.chars().allMatch((c) -> c > ' ' && c < 127 && c != ':') || !isHeaderText(value)) {
			throw new TogetherConfigurationException("together.headers." + printable(name),
					"Its name or value holds a character that a header cannot carry.",
					"Remove line breaks and characters beyond ASCII; the value is not shown here.");
		}
	}

	private static boolean isHeaderText(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c != '\t' && (c < ' ' || c >= 127)) {
				return false;
			}
		}
		return true;
	}

	private static String printable(String name) {
		return name.replaceAll("[^\\x21-\\x7e]", "?");
	}

}
