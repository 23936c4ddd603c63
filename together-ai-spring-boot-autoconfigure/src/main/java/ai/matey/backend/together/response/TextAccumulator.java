package ai.matey.backend.together.response;

import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of a text. The single part of a plain response is kept without copying.
 * Not thread-safe.
 */
final class TextAccumulator {

	private String first = "";

	private @Nullable StringBuilder all;

	void append(String part) {
		if (this.all != null) {
			this.all.append(part);
		}
		else if (this.first.isEmpty()) {
			this.first = part;
		}
		else {
			this.all = new StringBuilder(this.first).append(part);
		}
	}

	boolean isEmpty() {
		return this.first.isEmpty();
	}

	@Override
	public String toString() {
		return (this.all != null) ? this.all.toString() : this.first;
	}

}
