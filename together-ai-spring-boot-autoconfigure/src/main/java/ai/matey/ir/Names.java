package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * How long a name or an id may be. They end up where many are kept, such as meters and
 * logs, so one of megabytes must not get in: what a caller says is refused, since a part
 * of it would name something else, and what a provider says is cut.
 */
public final class Names {

	/** Most characters of a name or an id. */
	public static final int MAX_LENGTH = 256;

	private Names() {
	}

	/**
	 * Refuse a name that is too long.
	 * @param what what it names, for the message
	 * @param name the name that a caller chose, or {@code null}
	 * @return the name
	 * @throws IllegalArgumentException if it has more than {@link #MAX_LENGTH} characters
	 */
	public static @Nullable String checked(String what, @Nullable String name) {
		if (isTooLong(name)) {
			throw new IllegalArgumentException(what + " must have at most " + MAX_LENGTH + " characters");
		}
		return name;
	}

	/**
	 * Whether a name is too long.
	 * @param name the name, or {@code null}
	 * @return whether it has more than {@link #MAX_LENGTH} characters
	 */
	public static boolean isTooLong(@Nullable String name) {
		return name != null && name.length() > MAX_LENGTH;
	}

	/**
	 * Return a name of which the end may be missing.
	 * @param name the name that a provider chose, or {@code null}
	 * @return its first {@link #MAX_LENGTH} characters
	 */
	public static @Nullable String cut(@Nullable String name) {
		return (name != null && name.length() > MAX_LENGTH) ? name.substring(0, MAX_LENGTH) : name;
	}

}
