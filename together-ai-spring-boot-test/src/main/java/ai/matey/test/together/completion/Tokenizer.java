package ai.matey.test.together.completion;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Splits texts into tokens: words and runs of punctuation, each with the whitespace
 * before it. Joined together they are the text again.
 */
public final class Tokenizer {

	private static final Pattern TOKEN = Pattern.compile("\\s*(?:[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_\\s]+)|\\s+");

	private Tokenizer() {
	}

	public static List<String> tokenize(String text) {
		return TOKEN.matcher(text).results().map(MatchResult::group).toList();
	}

	public static int count(String text) {
		return (int) TOKEN.matcher(text).results().count();
	}

}
