package ai.matey.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.SafeText;

/**
 * The names that may be used as tags. A name is added while there is room, for example by
 * a successful call; every other name becomes {@value #OTHER}. Names come from users, so
 * without a limit they could fill a meter registry. Thread-safe.
 *
 * @since 0.1.0
 */
public final class BoundedNames {

	/** The tag of all names that are not included. */
	public static final String OTHER = "other";

	/** The tag of a call without a name. */
	public static final String NONE = "none";

	/** The default maximum number of names. */
	public static final int DEFAULT_LIMIT = 100;

	private final int limit;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance without names.
	 * @param limit the maximum number of names, at least 1
	 */
	public BoundedNames(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1");
		}
		this.limit = limit;
	}

	/**
	 * Add a name if there is room, and return its tag. Use this method for names that are
	 * known to be real.
	 * @param name the name, or {@code null}; a name of more than
	 * {@value SafeText#MAX_NAME} characters is not added
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
	 * Return the tag of a name without adding it. Use this method for names that may be
	 * invented.
	 * @param name the name, or {@code null}
	 * @return the name if it is included, otherwise {@value #OTHER}, or {@value #NONE}
	 * for {@code null}
	 */
	public String known(@Nullable String name) {
		if (name == null) {
			return NONE;
		}
		return this.names.contains(name) ? name : OTHER;
	}

}
