package ai.matey.backend.together.response;

/**
 * Finds out whether a JSON object that comes in pieces is over, at the cost of one look
 * at each character: to parse all of it at every piece would take ever longer. It judges
 * brackets and strings, not whether the JSON is valid. Not thread-safe.
 */
final class ObjectEndScanner {

	private int depth;

	private boolean begun;

	private boolean reached;

	private boolean inString;

	private boolean escaped;

	void add(String piece) {
		for (int i = 0; i < piece.length(); i++) {
			char c = piece.charAt(i);
			if (this.inString) {
				string(c);
			}
			else {
				structure(c);
			}
		}
	}

	private void string(char c) {
		if (this.escaped) {
			this.escaped = false;
		}
		else if (c == '\\') {
			this.escaped = true;
		}
		else if (c == '"') {
			this.inString = false;
		}
	}

	private void structure(char c) {
		switch (c) {
			case ' ', '\n', '\r', '\t' -> {
				return;
			}
			case '"' -> this.inString = true;
			case '{', '[' -> this.depth++;
			case '}', ']' -> {
				this.depth--;
				this.reached |= this.depth == 0;
			}
			default -> {
			}
		}
		this.begun = true;
	}

	/**
	 * Whether anything but white space has come.
	 */
	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Whether the object was closed.
	 */
	boolean isReached() {
		return this.reached;
	}

}
