package ai.matey.object;

import java.util.List;

/**
 * Checks objects beyond their schema, for example by Bean Validation. Implementations
 * must be thread-safe. They may block, since they never run on an event loop.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ObjectValidator {

	/** A validator that accepts every object. */
	ObjectValidator NONE = (object) -> List.of();

	/**
	 * Check an object.
	 * @param object the object
	 * @return the problems, written for the model; empty if there are none
	 */
	List<String> problems(Object object);

}
