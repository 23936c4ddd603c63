package ai.matey.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * JSON that does not fit a {@link JsonType}. The problems name places and rules, not
 * values.
 */
public final class JsonMismatchException extends RuntimeException {

	private final transient List<String> problems;

	JsonMismatchException(List<String> problems, @Nullable Throwable cause) {
		super(String.join("; ", problems), cause);
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return what is wrong.
	 * @return at least one problem
	 */
	public List<String> problems() {
		return this.problems;
	}

}
