package ai.matey.backend.together.http;

import java.util.Locale;
import java.util.Set;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Validates request headers, since some characters could inject additional headers.
 */
public final class HeaderRules {

	/** The headers that every attempt sets. */
	private static final Set<String> OWN = Set.of("authorization", "accept", "content-type", "content-length",
			"x-retry-count");

	private HeaderRules() {
	}

	/**
	 * Return whether a value is not a key, but blank or an unresolved placeholder.
	 * @param apiKey the value
	 * @return whether it must not be sent
	 */
	public static boolean isMissingKey(String apiKey) {
		return apiKey.isBlank() || apiKey.strip().startsWith("${");
	}

	public static String apiKey(String apiKey) {
		if (!isHeaderText(apiKey)) {
			throw new TogetherConfigurationException("together.api-key",
					"It contains a line break or another character that is not allowed in a header.",
					"Check where the key comes from; its value is not shown here.");
		}
		return apiKey;
	}

	public static void check(String name, String value) {
		if (name.isEmpty() || !name.chars().allMatch((c) -> c > ' ' && c < 127 && c != ':') || !isHeaderText(value)) {
			throw new TogetherConfigurationException("together.headers." + printable(name),
					"Its name or value contains a character that is not allowed in a header.",
					"Remove line breaks and non-ASCII characters; the value is not shown here.");
		}
		checkNotOwn(name);
	}

	/**
	 * A header that would be overwritten is refused rather than ignored.
	 */
	private static void checkNotOwn(String name) {
		String own = name.toLowerCase(Locale.ROOT);
		if (OWN.contains(own)) {
			throw new TogetherConfigurationException("together.headers." + name, "The client sets this header itself.",
					own.equals("authorization") ? "Set the key as together.api-key." : "Remove it.");
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
