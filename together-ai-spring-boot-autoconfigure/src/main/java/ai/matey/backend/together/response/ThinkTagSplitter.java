package ai.matey.backend.together.response;

/**
 * Separates reasoning from a text that starts with {@code <think>}, however the text is
 * split into deltas. Tags after that are part of the text. An instance is used for one
 * choice. Not thread-safe.
 */
final class ThinkTagSplitter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	private final StringBuilder held = new StringBuilder();

	/** The length of the whitespace before the first word within the held text. */
	private int blank;

	private Phase phase = Phase.BEFORE;

	/**
	 * Add text.
	 * @param delta the next text
	 * @param out receives what can be assigned already; the rest is held back
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
	 * End the text and emit what was held back.
	 * @param out receives the parts
	 */
	void end(Output out) {
		if (this.phase != Phase.AFTER) {
			release(this.held.length(), out);
		}
	}

	/**
	 * Return the number of characters that are held back.
	 * @return the number, which is small except for whitespace before the first word
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
