package ai.matey.backend.together.error;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a text that repeat a prompt. The comparison ignores case and treats
 * each sequence of whitespace and each escape sequence as one space, so that a prompt is
 * also found when quoted as JSON. Each prompt is read only once, whatever its content.
 */
final class PromptRuns {

	/** Minimum number of matching characters that count as a repetition. */
	static final int LENGTH = 24;

	/** A shorter prompt is not worth hiding. */
	private static final int MIN_PROMPT = 6;

	/** Maximum length of a prompt to search for as a whole, including whitespace. */
	private static final int MAX_WHOLE = 256;

	private static final int BASE = 31;

	/** Factor of the oldest character of a run in the run's hash. */
	private static final int OLDEST = oldest();

	private final String text;

	private final String folded;

	private final int[] starts;

	/** The runs of the text that have not been found in a prompt, by hash. */
	private final Map<Integer, List<Integer>> runs = new HashMap<>();

	/** Quickly rejects most hashes of a prompt, which do not occur in the text. */
	private final BitSet filter = new BitSet(1 << 16);

	private final BitSet hidden = new BitSet();

	PromptRuns(String text) {
		this.text = text;
		this.starts = new int[text.length() + 1];
		this.folded = fold(text, this.starts);
		int hash = 0;
		for (int end = 0; end < this.folded.length(); end++) {
			hash = BASE * hash + this.folded.charAt(end);
			int start = end - LENGTH + 1;
			if (start >= 0) {
				this.runs.computeIfAbsent(hash, (key) -> new ArrayList<>(1)).add(start);
				this.filter.set(hash & 0xffff);
				hash -= OLDEST * this.folded.charAt(start);
			}
		}
	}

	void hide(String prompt) {
		boolean onlyWhole = this.runs.isEmpty();
		if (prompt.length() < MIN_PROMPT || (onlyWhole && prompt.length() > MAX_WHOLE)) {
			return;
		}
		String other = fold(prompt, null).strip();
		if (other.length() < LENGTH) {
			hideWhole(other);
			return;
		}
		int hash = 0;
		for (int end = 0; end < other.length() && !this.runs.isEmpty(); end++) {
			hash = BASE * hash + other.charAt(end);
			int start = end - LENGTH + 1;
			if (start >= 0) {
				if (this.filter.get(hash & 0xffff)) {
					hideRun(hash, other, start);
				}
				hash -= OLDEST * other.charAt(start);
			}
		}
	}

	private void hideWhole(String prompt) {
		if (prompt.length() < MIN_PROMPT) {
			return;
		}
		for (int at = this.folded.indexOf(prompt); at >= 0; at = this.folded.indexOf(prompt, at + 1)) {
			this.hidden.set(at, at + prompt.length());
		}
	}

	/**
	 * A run that was found is removed, since it need not be found again.
	 */
	private void hideRun(int hash, String prompt, int promptStart) {
		List<Integer> starts = this.runs.get(hash);
		if (starts != null && starts.removeIf((start) -> hides(start, prompt, promptStart)) && starts.isEmpty()) {
			this.runs.remove(hash);
		}
	}

	private boolean hides(int start, String prompt, int promptStart) {
		boolean same = this.folded.regionMatches(start, prompt, promptStart, LENGTH);
		if (same) {
			this.hidden.set(start, start + LENGTH);
		}
		return same;
	}

	/**
	 * Return the text with each part that repeats a prompt replaced.
	 * @param word the replacement
	 * @return the text
	 */
	String replaced(String word) {
		if (this.hidden.isEmpty()) {
			return this.text;
		}
		StringBuilder result = new StringBuilder(this.text.length());
		int shown = 0;
		for (int from = this.hidden.nextSetBit(0); from >= 0;) {
			int to = this.hidden.nextClearBit(from);
			result.append(this.text, shown, this.starts[from]).append(word);
			shown = this.starts[to];
			from = this.hidden.nextSetBit(to);
		}
		return result.append(this.text, shown, this.text.length()).toString();
	}

	private static int oldest() {
		int power = 1;
		for (int i = 1; i < LENGTH; i++) {
			power *= BASE;
		}
		return power;
	}

	/**
	 * Return the normalized form of a text, which is used for comparison.
	 * @param original the text
	 * @param starts receives the start of each character in the original and, last, the
	 * original's end; or {@code null}
	 */
	private static String fold(String original, int @Nullable [] starts) {
		StringBuilder text = new StringBuilder(original.length());
		int index = 0;
		while (index < original.length()) {
			int start = index;
			char character = original.charAt(index++);
			if (character == '\\' && index < original.length()) {
				char escaped = original.charAt(index++);
				character = (escaped == '"' || escaped == '\'' || escaped == '\\' || escaped == '/') ? escaped : ' ';
			}
			boolean blank = Character.isWhitespace(character) || Character.isISOControl(character);
			if (!blank || text.isEmpty() || text.charAt(text.length() - 1) != ' ') {
				if (starts != null) {
					starts[text.length()] = start;
				}
				text.append(blank ? ' ' : Character.toLowerCase(character));
			}
		}
		if (starts != null) {
			starts[text.length()] = original.length();
		}
		return text.toString();
	}

}
