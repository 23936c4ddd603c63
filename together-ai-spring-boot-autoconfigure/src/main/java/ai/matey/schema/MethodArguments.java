package ai.matey.schema;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a method as an object with one property per parameter.
 *
 * @since 0.1.0
 */
public final class MethodArguments {

	private final Parameter[] parameters;

	private final Map<Integer, JavaType> types = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> schema;

	private final SchemaCheck check;

	private MethodArguments(Method method, Predicate<Parameter> isArgument) {
		this.parameters = method.getParameters();
		Map<String, Parameter> arguments = new LinkedHashMap<>();
		for (int i = 0; i < this.parameters.length; i++) {
			Parameter parameter = this.parameters[i];
			if (isArgument.test(parameter)) {
				this.types.put(i, JsonCodec.MAPPER.constructType(parameter.getParameterizedType()));
				arguments.put(name(method, parameter), parameter);
			}
		}
		ObjectNode node = SchemaFactory.parameters(arguments);
		this.schema = JsonCodec.map(node);
		this.check = SchemaCheck.of(node);
	}

	/**
	 * Return the arguments of a method.
	 * @param method the method, compiled with its parameter names
	 * @param isArgument whether a parameter is an argument
	 * @return the arguments
	 * @throws IllegalArgumentException if a parameter has no name
	 */
	public static MethodArguments of(Method method, Predicate<Parameter> isArgument) {
		return new MethodArguments(method, isArgument);
	}

	/**
	 * Return the JSON schema.
	 * @return the schema of an object with one property per argument
	 */
	public Map<String, @Nullable Object> schema() {
		return this.schema;
	}

	/**
	 * Check arguments against the schema and read them.
	 * @param json the arguments by name
	 * @return one value per parameter of the method, {@code null} for those that are not
	 * arguments
	 * @throws JsonMismatchException if they do not match the schema
	 */
	public @Nullable Object[] read(Map<String, ? extends @Nullable Object> json) {
		ObjectNode node = JsonCodec.node(json);
		List<String> problems = this.check.problems(node);
		if (!problems.isEmpty()) {
			throw new JsonMismatchException(problems, null);
		}
		@Nullable Object[] values = new @Nullable Object[this.parameters.length];
		this.types.forEach((index, type) -> values[index] = read(node, name(this.parameters[index]), type));
		return values;
	}

	private static @Nullable Object read(ObjectNode node, String name, JavaType type) {
		JsonNode value = node.path(name);
		try {
			return JsonCodec.MAPPER.treeToValue(value.isMissingNode() ? NullNode.getInstance() : value, type);
		}
		catch (JacksonException ex) {
			throw new JsonMismatchException(List.of("/" + name + JsonType.problem(ex)), ex);
		}
	}

	private static String name(Method method, Parameter parameter) {
		if (!parameter.isNamePresent() && !parameter.isAnnotationPresent(JsonProperty.class)) {
			throw new IllegalArgumentException("The parameters of " + method.getDeclaringClass().getName() + "."
					+ method.getName() + " have no names. Compile with -parameters, or name them by @JsonProperty.");
		}
		return name(parameter);
	}

	private static String name(Parameter parameter) {
		JsonProperty property = parameter.getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : parameter.getName();
	}

}
