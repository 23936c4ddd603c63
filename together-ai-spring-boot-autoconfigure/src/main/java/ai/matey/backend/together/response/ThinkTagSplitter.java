package ai.matey.backend.together.response;

/**
 * Takes the reasoning out of a text that opens with {@code <think>}, as some models write
 * it, however the text is cut into deltas. Tags further inside are the model's words and
 * stay. One instance serves one choice and is not thread-safe.
 */
final class ThinkTagSplitter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	private final StringBuilder held = new StringBuilder();

	/** How much of the held text is white space before the first word. */
	private int blank;

	private Phase phase = Phase.BEFORE;

	/**
	 * Take text.
	 * @param delta the next text
	 * @param out receives what can be told already; the rest is held back
	 */
	void add(String delta, Output out) {
		this.held.append(delta);
		if (this.phase == Phase.BEFORE) {
			open();
		}
		if (this.phase == Phase.THINKING) {
			think(out);
		}
		if (this.phase == Phase.AFTER) {
			skipWhitespace();
		}
		if (this.phase == Phase.TEXT) {
			release(this.held.length(), out);
		}
	}

	/**
	 * Give out what is held back: no more text will come.
	 * @param out receives it
	 */
	void end(Output out) {
		if (this.phase != Phase.AFTER) {
			release(this.held.length(), out);
		}
	}

	/**
	 * Return how many characters are held back.
	 * @return a number that is small, except for white space before the first word
	 */
	int heldLength() {
		return this.held.length();
	}

	private void open() {
		this.blank = textStart(this.blank);
		int start = this.blank;
		int length = Math.min(this.held.length() - start, OPEN.length());
		if (!OPEN.startsWith(this.held.substring(start, start + length))) {
			this.phase = Phase.TEXT;
		}
		else if (length == OPEN.length()) {
			this.held.delete(0, start + length);
			this.phase = Phase.THINKING;
		}
	}

	private void think(Output out) {
		int end = this.held.indexOf(CLOSE);
		if (end >= 0) {
			release(end, out);
			this.held.delete(0, CLOSE.length());
			this.phase = Phase.AFTER;
			return;
		}
		int keep = Math.min(CLOSE.length() - 1, this.held.length());
		while (keep > 0 && !CLOSE.startsWith(this.held.substring(this.held.length() - keep))) {
			keep--;
		}
		release(this.held.length() - keep, out);
	}

	private void skipWhitespace() {
		this.held.delete(0, textStart(0));
		if (!this.held.isEmpty()) {
			this.phase = Phase.TEXT;
		}
	}

	private int textStart(int from) {
		int start = from;
		while (start < this.held.length() && Character.isWhitespace(this.held.charAt(start))) {
			start++;
		}
		return start;
	}

	private void release(int length, Output out) {
		if (length > 0) {
			String text = this.held.substring(0, length);
			this.held.delete(0, length);
			out.accept(text, this.phase == Phase.THINKING);
		}
	}

	private enum Phase {

		BEFORE, THINKING, AFTER, TEXT

	}

	/**
	 * Receives the parts.
	 */
	@FunctionalInterface
	interface Output {

		void accept(String text, boolean reasoning);

	}

}
