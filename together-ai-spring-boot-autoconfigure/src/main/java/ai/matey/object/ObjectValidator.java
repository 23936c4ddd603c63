package ai.matey.object;

import java.util.List;

/**
 * Checks objects beyond their schema, such as by Bean Validation. Thread-safe. It may
 * block: it never runs on an event loop.
 */
@FunctionalInterface
public interface ObjectValidator {

	/** Finds nothing wrong. */
	ObjectValidator NONE = (object) -> List.of();

	/**
	 * Check an object.
	 * @param object the object
	 * @return what is wrong, written for the model; empty if nothing
	 */
	List<String> problems(Object object);

}
