package ai.matey.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRTool;
import ai.matey.ir.ToolUseContent;
import ai.matey.schema.JsonType;

/**
 * A function that a model may call. Immutable.
 *
 * <pre>{@code
 * record WeatherQuery(String city, @Nullable LocalDate day) {}
 *
 * Tool weather = Tool.of("get_weather", "The weather in a city", WeatherQuery.class,
 *     (query) -> service.weather(query.city(), query.day()));
 * }</pre>
 *
 * A function may block, since it never runs on an event loop. It may also return a
 * {@link org.reactivestreams.Publisher} such as a {@code Mono} or a {@code Flux}, or a
 * {@link java.util.concurrent.CompletionStage}. Its result is sent to the model: text
 * unchanged, anything else as JSON, several elements as a JSON array. A tool may be
 * called by many threads concurrently.
 *
 * @since 0.1.0
 */
public final class Tool {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final Map<String, @Nullable Object> NO_ARGUMENTS = Map.of("type", "object", "properties", Map.of(),
			"additionalProperties", false);

	private final IRTool definition;

	private final ToolFunction function;

	private final @Nullable Predicate<? super ToolUseContent> approval;

	private final @Nullable Duration timeout;

	private Tool(IRTool definition, ToolFunction function, @Nullable Predicate<? super ToolUseContent> approval,
			@Nullable Duration timeout) {
		this.definition = definition;
		this.function = function;
		this.approval = approval;
		this.timeout = timeout;
	}

	/**
	 * Create a tool whose arguments are read as a Java type.
	 * @param <Q> the type of the arguments
	 * @param name the name that the model uses to call it: up to 64 letters, digits,
	 * {@code _} and {@code -}
	 * @param description what it does, written for the model
	 * @param argumentsType a record or class with a property per argument
	 * @param function the function to call
	 * @return the tool
	 */
	public static <Q> Tool of(String name, String description, Class<Q> argumentsType,
			Function<? super Q, ? extends @Nullable Object> function) {
		return of(name, description, JsonType.of(argumentsType), (arguments, context) -> function.apply(arguments));
	}

	/**
	 * Create a tool whose arguments are read as a Java type and that has access to the
	 * conversation.
	 * @param <Q> the type of the arguments
	 * @param name the name that the model uses to call it: up to 64 letters, digits,
	 * {@code _} and {@code -}
	 * @param description what it does, written for the model
	 * @param argumentsType a record or class with a property per argument
	 * @param function the function to call
	 * @return the tool
	 */
	public static <Q> Tool of(String name, String description, Class<Q> argumentsType,
			BiFunction<? super Q, ToolContext, ? extends @Nullable Object> function) {
		return of(name, description, JsonType.of(argumentsType), function);
	}

	/**
	 * Create a tool whose arguments are read as a {@link JsonType}, such as a generic
	 * type or one with a custom schema.
	 *
	 * <pre>{@code
	 * Tool.of("search", "Full text search", JsonType.ofSchema(schema), (arguments) -> …)
	 * }</pre>
	 * @param <Q> the type of the arguments
	 * @param name the name that the model uses to call it: up to 64 letters, digits,
	 * {@code _} and {@code -}
	 * @param description what it does, written for the model
	 * @param argumentsType the type, whose schema is sent to the model
	 * @param function the function to call
	 * @return the tool
	 */
	public static <Q> Tool of(String name, String description, JsonType<Q> argumentsType,
			BiFunction<? super Q, ToolContext, ? extends @Nullable Object> function) {
		Objects.requireNonNull(function, "function must not be null");
		return of(new IRTool(name, description, argumentsType.schema()), (json) -> {
			Q arguments = argumentsType.read(json);
			return (context) -> function.apply(arguments, context);
		});
	}

	/**
	 * Create a tool whose arguments are read as a {@link JsonType} and that has access to
	 * the conversation.
	 * @param <Q> the type of the arguments
	 * @param name the name that the model uses to call it: up to 64 letters, digits,
	 * {@code _} and {@code -}
	 * @param description what it does, written for the model
	 * @param argumentsType the type, whose schema is sent to the model
	 * @param function the function to call
	 * @return the tool
	 */
	public static <Q> Tool of(String name, String description, JsonType<Q> argumentsType,
			Function<? super Q, ? extends @Nullable Object> function) {
		Objects.requireNonNull(function, "function must not be null");
		return of(name, description, argumentsType, (arguments, context) -> function.apply(arguments));
	}

	/**
	 * Create a tool without arguments.
	 * @param name the name that the model uses to call it: up to 64 letters, digits,
	 * {@code _} and {@code -}
	 * @param description what it does, written for the model
	 * @param function the function to call
	 * @return the tool
	 */
	public static Tool of(String name, String description, Supplier<? extends @Nullable Object> function) {
		Objects.requireNonNull(function, "function must not be null");
		return of(new IRTool(name, description, NO_ARGUMENTS), (json) -> (context) -> function.get());
	}

	/**
	 * Create tools from the methods annotated with {@link ToolMethod}. Parameters are
	 * arguments with the same names as in the code, which must be compiled with
	 * {@code -parameters}; {@code @JsonPropertyDescription} describes them to the model.
	 * A parameter of type {@link ToolContext} receives the context. Methods of a proxied
	 * object are called through the proxy.
	 * @param beans the objects with annotated methods
	 * @return the tools, grouped by object and sorted by name
	 * @throws IllegalArgumentException if an object has no annotated method
	 */
	public static List<Tool> from(Object... beans) {
		return ToolMethods.tools(beans);
	}

	static Tool of(IRTool definition, ToolFunction function) {
		if (!NAME.matcher(definition.name()).matches()) {
			throw new IllegalArgumentException(
					"A tool's name must be 1 to 64 letters, digits, '_' and '-', but is '" + definition.name() + "'");
		}
		return new Tool(definition, function, null, null);
	}

	/**
	 * Return a copy whose calls all need an approval. A run that encounters such a call
	 * ends as {@link ToolRun.Pending}.
	 * @return the copy
	 */
	public Tool needsApproval() {
		return needsApproval((call) -> true);
	}

	/**
	 * Return a copy of which some calls need an approval. A run that encounters such a
	 * call ends as {@link ToolRun.Pending}.
	 * @param condition whether a call, whose arguments have already been checked, needs
	 * an approval; it must not block, and if it fails, the run fails
	 * @return the copy
	 */
	public Tool needsApproval(Predicate<? super ToolUseContent> condition) {
		Objects.requireNonNull(condition, "condition must not be null");
		return new Tool(this.definition, this.function, condition, this.timeout);
	}

	/**
	 * Return a copy with its own timeout.
	 * @param timeout the maximum duration of a call, including the wait for a free thread
	 * @return the copy
	 */
	public Tool timeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be longer than zero but is " + timeout);
		}
		return new Tool(this.definition, this.function, this.approval, timeout);
	}

	/**
	 * Return the name that the model uses to call this tool.
	 * @return the name
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Return the definition that is sent to the model.
	 * @return the name, the description and the schema of the arguments
	 */
	public IRTool definition() {
		return this.definition;
	}

	ToolFunction function() {
		return this.function;
	}

	boolean needsApproval(ToolUseContent call) {
		return this.approval != null && this.approval.test(call);
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	@Override
	public String toString() {
		return "Tool[" + name() + "]";
	}

}
