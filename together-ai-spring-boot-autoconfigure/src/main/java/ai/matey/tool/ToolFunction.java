package ai.matey.tool;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does.
 */
@FunctionalInterface
interface ToolFunction {

	/**
	 * Checks the arguments and returns what has to be done with them.
	 * @throws ai.matey.schema.JsonMismatchException if the arguments do not fit
	 */
	Invocation prepare(Map<String, @Nullable Object> arguments);

	/**
	 * A call whose arguments are right.
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Runs the tool; may block.
		 * @return a value, a {@link org.reactivestreams.Publisher} or {@code null}
		 */
		@Nullable Object invoke(ToolContext context) throws Exception;

	}

}
