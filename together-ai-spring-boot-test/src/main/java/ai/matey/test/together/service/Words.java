package ai.matey.test.together.service;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Splits texts into words, to compare them by the words that they share.
 */
final class Words {

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

	private Words() {
	}

	static List<String> of(String text) {
		return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
	}

}
