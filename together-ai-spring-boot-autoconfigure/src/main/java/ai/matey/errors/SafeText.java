package ai.matey.errors;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.Names;

/**
 * Makes external text, such as the name of a model or a provider's message or id, safe to
 * show in a message or a log line. The result is a single line without characters that
 * start a new line, control a terminal or change the text direction.
 *
 * @since 0.1.0
 */
public final class SafeText {

	/** The maximum length of a name or an id in a message, in characters. */
	public static final int MAX_NAME = Names.MAX_LENGTH;

	private SafeText() {
	}

	/**
	 * Return a name or an id in a form that is safe to show.
	 * @param name the name, or {@code null}
	 * @return the name as a single line of at most {@link #MAX_NAME} characters, or
	 * {@code null} if there is none
	 */
	public static @Nullable String name(@Nullable String name) {
		return (name != null) ? line(name, MAX_NAME) : null;
	}

	/**
	 * Return a text in a form that is safe to show.
	 * @param text the text
	 * @param maxLength the maximum number of characters to keep; an ellipsis follows a
	 * longer text
	 * @return the text as a single line without leading or trailing white space
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
	 * Control characters, including those of C1, separate words as a space does.
	 */
	private static boolean isBlank(int codePoint) {
		return Character.isISOControl(codePoint) || Character.isWhitespace(codePoint)
				|| Character.isSpaceChar(codePoint);
	}

	/**
	 * Format characters include the marks that change the text direction.
	 */
	private static boolean isVisible(int codePoint) {
		int type = Character.getType(codePoint);
		return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED;
	}

}
