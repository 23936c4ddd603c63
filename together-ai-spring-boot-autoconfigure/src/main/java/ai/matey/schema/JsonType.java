package ai.matey.schema;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Java type that can be requested from a model, with its JSON schema. Immutable and
 * thread-safe.
 * <p>
 * Schemas are generated from records and classes with Jackson's annotations;
 * {@code @JsonPropertyDescription} describes a property to the model. A property is
 * required unless its type is {@link java.util.Optional} or it has an annotation named
 * {@code Nullable}. Models respond with JSON objects only, so a type that is not an
 * object is wrapped in one with the property {@value #WRAPPER}.
 *
 * <pre>{@code
 * JsonType<Trip> trip = JsonType.of(Trip.class);
 * JsonType<Page<Trip>> page = JsonType.of(new TypeReference<Page<Trip>>() {});
 * JsonType<List<Trip>> trips = JsonType.listOf(Trip.class);
 * JsonType<Map<String, Object>> map = JsonType.ofSchema(Map.of("type", "object", …));
 * }</pre>
 *
 * @param <T> the Java type
 * @since 0.1.0
 */
public final class JsonType<T> {

	/** The property that wraps a value whose JSON is not an object. */
	public static final String WRAPPER = "value";

	/**
	 * Classes never change, so each is inspected once.
	 */
	private static final ClassValue<JsonType<?>> CLASSES = new ClassValue<>() {

		@Override
		protected JsonType<?> computeValue(Class<?> type) {
			return ofType(type);
		}

	};

	private final JavaType type;

	private final ObjectNode schemaNode;

	private final Map<String, @Nullable Object> schema;

	private final boolean wrapped;

	private final SchemaCheck check;

	private final int hash;

	JsonType(JavaType type, ObjectNode schema, boolean wrapped) {
		this.type = type;
		this.schemaNode = schema;
		this.schema = JsonCodec.map(schema);
		this.wrapped = wrapped;
		this.check = SchemaCheck.of(schema);
		this.hash = Objects.hash(this.type, this.schema);
	}

	/**
	 * Return the type of a class.
	 * @param <T> the class
	 * @param type a record, an enum or any other class that Jackson can read
	 * @return the type
	 * @throws IllegalStateException if the libraries that generate and check schemas are
	 * not on the classpath
	 */
	@SuppressWarnings("unchecked")
	public static <T> JsonType<T> of(Class<T> type) {
		return (JsonType<T>) CLASSES.get(type);
	}

	/**
	 * Return a type with type arguments.
	 * @param <T> the type
	 * @param type the type with its arguments
	 * @return the type
	 * @throws IllegalStateException if the libraries that generate and check schemas are
	 * not on the classpath
	 */
	public static <T> JsonType<T> of(TypeReference<T> type) {
		return ofType(type.getType());
	}

	/**
	 * Return a list type.
	 * @param <E> the class of the elements
	 * @param elementType the class of the elements
	 * @return the type
	 * @throws IllegalStateException if the libraries that generate and check schemas are
	 * not on the classpath
	 */
	public static <E> JsonType<List<E>> listOf(Class<E> elementType) {
		return ofType(new GenericType(List.class, elementType));
	}

	/**
	 * Return a type with a custom schema, read as a map of JSON values.
	 * @param schema a JSON schema, draft 2020-12, of an object
	 * @return the type
	 * @throws IllegalStateException if the library that checks schemas is not on the
	 * classpath
	 */
	public static JsonType<Map<String, @Nullable Object>> ofSchema(Map<String, ? extends @Nullable Object> schema) {
		return new JsonType<>(JsonCodec.MAP, JsonCodec.node(schema), false);
	}

	/**
	 * Return a copy with a custom schema.
	 * @param schema a JSON schema, draft 2020-12, of an object that can be read as this
	 * type
	 * @return the copy
	 */
	public JsonType<T> withSchema(Map<String, ? extends @Nullable Object> schema) {
		return new JsonType<>(this.type, JsonCodec.node(schema), this.wrapped);
	}

	static <T> JsonType<T> ofType(Type type) {
		JavaType javaType = JsonCodec.MAPPER.constructType(type);
		ObjectNode schema = SchemaFactory.schema(type);
		if (SchemaFactory.isObject(schema)) {
			return new JsonType<>(javaType, schema, false);
		}
		return new JsonType<>(javaType, SchemaFactory.wrap(type), true);
	}

	/**
	 * Return the JSON schema.
	 * @return the unmodifiable schema
	 */
	public Map<String, @Nullable Object> schema() {
		return this.schema;
	}

	/**
	 * Return the name of the schema.
	 * @return up to 64 letters, digits, {@code _} and {@code -}
	 */
	public String name() {
		StringBuilder name = new StringBuilder(this.type.getRawClass().getSimpleName());
		for (JavaType argument : this.type.getBindings().getTypeParameters()) {
			name.append('_').append(argument.getRawClass().getSimpleName());
		}
		String letters = name.toString().replaceAll("[^a-zA-Z0-9_-]", "");
		return letters.isEmpty() ? "object" : letters.substring(0, Math.min(letters.length(), 64));
	}

	/**
	 * Check a JSON value against the schema and read it. A value that should be wrapped
	 * may also be unwrapped.
	 * @param json the value
	 * @return the value as the Java type
	 * @throws JsonMismatchException if it does not match the schema, with all problems
	 */
	public T read(JsonNode json) {
		JsonNode value = wrapped(json);
		List<String> problems = this.check.problems(value);
		if (!problems.isEmpty()) {
			throw new JsonMismatchException(problems, null);
		}
		return bind(JsonCodec.MAPPER, value);
	}

	/**
	 * Check JSON values against the schema and read them.
	 * @param json the properties of a JSON object
	 * @return the value as the Java type
	 * @throws JsonMismatchException if they do not match the schema, with all problems
	 */
	public T read(Map<String, ? extends @Nullable Object> json) {
		return read(JsonCodec.node(json));
	}

	/**
	 * Read a JSON value that may be incomplete. It is not checked against the schema;
	 * missing numbers and booleans are 0 and {@code false}. A value that should be
	 * wrapped may also be unwrapped.
	 * @param json the value
	 * @return the value as the Java type
	 * @throws JsonMismatchException if it cannot be read
	 */
	public T readPart(JsonNode json) {
		return bind(JsonCodec.PART_MAPPER, wrapped(json));
	}

	private JsonNode wrapped(JsonNode json) {
		boolean bare = this.wrapped && !json.has(WRAPPER);
		return bare ? JsonCodec.MAPPER.createObjectNode().set(WRAPPER, json) : json;
	}

	private T bind(JsonMapper mapper, JsonNode json) {
		JsonNode value = this.wrapped ? json.path(WRAPPER) : json;
		try {
			T bound = mapper.treeToValue(value, this.type);
			if (bound == null) {
				throw new JsonMismatchException(List.of("the value is null"), null);
			}
			return bound;
		}
		catch (JacksonException ex) {
			String problem = problem(ex);
			throw new JsonMismatchException(List.of(problem.startsWith("/") ? problem : "the value" + problem), ex);
		}
	}

	/**
	 * Return whether the beginning of a string is also valid, because the schema does not
	 * restrict the string at this location.
	 * @param path the property names and element indexes that lead to the string
	 * @return whether an incomplete string may be shown
	 */
	public boolean isFreeText(List<Object> path) {
		return FreeText.at(this.schemaNode, path);
	}

	/**
	 * Messages of Jackson and of parsers quote the value, which a model or a user wrote,
	 * so they are left out. The message of an exception thrown by the type's constructor
	 * is kept.
	 */
	static String problem(JacksonException failure) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : failure.getPath()) {
			path.append('/')
				.append((reference.getPropertyName() != null) ? reference.getPropertyName() : reference.getIndex());
		}
		Throwable cause = failure.getCause();
		String reason = (cause != null && cause.getClass().equals(IllegalArgumentException.class)) ? cause.getMessage()
				: null;
		return path + " has the wrong type or value" + ((reason != null) ? ": " + reason : "");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JsonType<?> that && this.type.equals(that.type) && this.schema.equals(that.schema);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public String toString() {
		return "JsonType[" + this.type.toCanonical() + "]";
	}

}
