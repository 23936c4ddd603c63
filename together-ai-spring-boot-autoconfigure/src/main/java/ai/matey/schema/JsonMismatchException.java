package ai.matey.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when JSON does not match a {@link JsonType}. The problems name locations and
 * rules but no values.
 *
 * @since 0.1.0
 */
public final class JsonMismatchException extends RuntimeException {

	private final String[] problems;

	JsonMismatchException(List<String> problems, @Nullable Throwable cause) {
		super(String.join("; ", problems), cause);
		this.problems = problems.toArray(String[]::new);
	}

	/**
	 * Return the problems.
	 * @return at least one problem
	 */
	public List<String> problems() {
		return List.of(this.problems);
	}

}
