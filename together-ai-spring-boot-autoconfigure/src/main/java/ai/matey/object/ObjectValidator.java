package ai.matey.object;

import java.util.List;

/**
 * Checks objects beyond their schema, such as by Bean Validation. Thread-safe; must not
 * block.
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
