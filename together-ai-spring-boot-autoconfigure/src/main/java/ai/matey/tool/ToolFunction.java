package ai.matey.tool;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The function of a tool.
 */
@FunctionalInterface
interface ToolFunction {

	/**
	 * Check the arguments and return the invocation to make.
	 * @throws ai.matey.schema.JsonMismatchException if the arguments do not match the
	 * schema
	 */
	Invocation prepare(Map<String, @Nullable Object> arguments);

	/**
	 * An invocation with valid arguments.
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Run the tool, which may block.
		 * @return a value, a {@link org.reactivestreams.Publisher}, a
		 * {@link java.util.concurrent.CompletionStage} or {@code null}
		 */
		@Nullable Object invoke(ToolContext context) throws Exception;

	}

}
