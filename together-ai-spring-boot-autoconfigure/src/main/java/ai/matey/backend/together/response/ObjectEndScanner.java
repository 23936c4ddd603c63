package ai.matey.backend.together.response;

/**
 * Detects the end of a JSON object that arrives in pieces. Each character is read once,
 * whereas parsing everything again for each piece would take longer and longer. It tracks
 * braces and strings without validating the JSON. Not thread-safe.
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
	 * Return whether anything other than whitespace was received.
	 */
	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Return whether the end of the object was reached.
	 */
	boolean isReached() {
		return this.reached;
	}

}
