package ai.matey.test.together;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Cuts text into the pieces that the fake calls tokens. Joined again they give the text.
 */
final class Tokens {

	private static final Pattern TOKEN = Pattern.compile("\\s*(?:[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_\\s]+)|\\s+");

	private Tokens() {
	}

	static List<String> of(String text) {
		return TOKEN.matcher(text).results().map(MatchResult::group).toList();
	}

	static int count(String text) {
		return (int) TOKEN.matcher(text).results().count();
	}

}
