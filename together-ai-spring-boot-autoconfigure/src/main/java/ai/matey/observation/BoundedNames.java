package ai.matey.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of names in a tag within a limit: the first ones are kept, those that
 * come later become {@value #OTHER}. Names come from users, so without a limit they could
 * fill a meter registry. Thread-safe.
 */
public final class BoundedNames {

	/** What names beyond the limit become. */
	public static final String OTHER = "other";

	/** What stands for no name at all. */
	public static final String NONE = "none";

	/** The limit where nothing else is said. */
	public static final int DEFAULT_LIMIT = 100;

	private final int limit;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Starts without names.
	 * @param limit how many names are kept, at least 1
	 */
	public BoundedNames(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1");
		}
		this.limit = limit;
	}

	/**
	 * The name to use in a tag; a new one is kept while there is room.
	 * @param name a name, or {@code null}
	 * @return the name, {@value #OTHER} beyond the limit, {@value #NONE} for {@code null}
	 */
	public String keep(@Nullable String name) {
		String known = known(name);
		if (name == null || !OTHER.equals(known)) {
			return known;
		}
		synchronized (this.names) {
			if (this.names.size() < this.limit) {
				this.names.add(name);
			}
			return known(name);
		}
	}

	/**
	 * The name to use in a tag; a new one is not kept. For names that may be made up.
	 * @param name a name, or {@code null}
	 * @return the name if it was kept before, else {@value #OTHER}, or {@value #NONE} for
	 * {@code null}
	 */
	public String known(@Nullable String name) {
		if (name == null) {
			return NONE;
		}
		return this.names.contains(name) ? name : OTHER;
	}

}
