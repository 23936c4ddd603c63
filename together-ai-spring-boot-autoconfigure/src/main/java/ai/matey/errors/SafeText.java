package ai.matey.errors;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.Names;

/**
 * Makes text from outside - a model's name, a provider's message or id - safe to stand in
 * a message or a log line. The result is one line: what could begin another one, steer a
 * terminal or turn the direction of writing is gone.
 */
public final class SafeText {

	/** The longest name or id that a message shows, in characters. */
	public static final int MAX_NAME = Names.MAX_LENGTH;

	private SafeText() {
	}

	/**
	 * Return a name or an id as it may be shown.
	 * @param name the name, or {@code null}
	 * @return the name in one line of at most {@link #MAX_NAME} characters, or
	 * {@code null} if there is none
	 */
	public static @Nullable String name(@Nullable String name) {
		return (name != null) ? line(name, MAX_NAME) : null;
	}

	/**
	 * Return a text as it may be shown.
	 * @param text the text
	 * @param maxLength the most characters to keep; an ellipsis follows if more were
	 * there
	 * @return the text in one line, without white space at its ends
	 */
	public static String line(String text, int maxLength) {
		StringBuilder line = new StringBuilder(Math.min(text.length(), maxLength) + 1);
		boolean space = false;
		int index = 0;
		while (index < text.length() && line.length() < maxLength) {
			int codePoint = text.codePointAt(index);
			index += Character.charCount(codePoint);
			if (isBlank(codePoint)) {
				space = !line.isEmpty();
			}
			else if (isVisible(codePoint)) {
				if (space) {
					line.append(' ');
					space = false;
				}
				line.appendCodePoint(codePoint);
			}
		}
		return (index < text.length()) ? line.append('…').toString() : line.toString();
	}

	/**
	 * Control characters, those of C1 among them, part words as a space does.
	 */
	private static boolean isBlank(int codePoint) {
		return Character.isISOControl(codePoint) || Character.isWhitespace(codePoint)
				|| Character.isSpaceChar(codePoint);
	}

	/**
	 * Format characters include the marks that turn the direction of writing.
	 */
	private static boolean isVisible(int codePoint) {
		int type = Character.getType(codePoint);
		return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED;
	}

}
