package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * Limits the length of names and ids. They are kept in many places, such as meters and
 * logs, so they must stay short. A name that is too long is rejected if it comes from the
 * caller, since a part of it would name something else, and truncated if it comes from
 * the provider.
 *
 * @since 0.1.0
 */
public final class Names {

	/** The maximum number of characters of a name or an id. */
	public static final int MAX_LENGTH = 256;

	private Names() {
	}

	/**
	 * Reject a name that is too long.
	 * @param what what the name denotes, for the error message
	 * @param name the name from the caller, or {@code null}
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
	 * Return whether a name is too long.
	 * @param name the name, or {@code null}
	 * @return whether it has more than {@link #MAX_LENGTH} characters
	 */
	public static boolean isTooLong(@Nullable String name) {
		return name != null && name.length() > MAX_LENGTH;
	}

	/**
	 * Return a name, truncated if it is too long.
	 * @param name the name from the provider, or {@code null}
	 * @return its first {@link #MAX_LENGTH} characters
	 */
	public static @Nullable String cut(@Nullable String name) {
		return (name != null && name.length() > MAX_LENGTH) ? name.substring(0, MAX_LENGTH) : name;
	}

}
