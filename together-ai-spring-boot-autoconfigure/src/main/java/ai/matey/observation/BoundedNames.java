package ai.matey.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.SafeText;

/**
 * The names that may stand in a tag. A name earns its place, for example by a successful
 * call, while there is room; every other one becomes {@value #OTHER}. Names come from
 * users, so without a limit they could fill a meter registry. Thread-safe.
 */
public final class BoundedNames {

	/** The tag of all names that have no place of their own. */
	public static final String OTHER = "other";

	/** The tag of a call without a name. */
	public static final String NONE = "none";

	/** The number of places where nothing else is said. */
	public static final int DEFAULT_LIMIT = 100;

	private final int limit;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Create an empty set of names.
	 * @param limit the number of places, at least 1
	 */
	public BoundedNames(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1");
		}
		this.limit = limit;
	}

	/**
	 * Give a name a place if there is room, and return its tag. For names that are known
	 * to be real.
	 * @param name the name, or {@code null}; one of more than {@value SafeText#MAX_NAME}
	 * characters gets no place
	 * @return the tag, as {@link #known} returns it
	 */
	public String keep(@Nullable String name) {
		if (name != null && name.length() <= SafeText.MAX_NAME && !this.names.contains(name)) {
			synchronized (this.names) {
				if (this.names.size() < this.limit) {
					this.names.add(name);
				}
			}
		}
		return known(name);
	}

	/**
	 * Return the tag of a name, which gets no place by this. For names that may be made
	 * up.
	 * @param name the name, or {@code null}
	 * @return the name if it has a place, else {@value #OTHER}, or {@value #NONE} for
	 * {@code null}
	 */
	public String known(@Nullable String name) {
		if (name == null) {
			return NONE;
		}
		return this.names.contains(name) ? name : OTHER;
	}

}
