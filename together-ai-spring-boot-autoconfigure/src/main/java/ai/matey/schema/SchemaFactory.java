package ai.matey.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates schemas of Java types.
 */
final class SchemaFactory {

	private static final String ADVICE = " Add com.github.victools:jsonschema-generator and"
			+ " com.github.victools:jsonschema-module-jackson to the class path (together-ai-spring-boot-starter"
			+ " brings both), or give the schema as a map.";

	private SchemaFactory() {
	}

	static ObjectNode schema(Type type) {
		try {
			return Generator.create().generateSchema(type);
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException("No JSON schema can be generated for " + type.getTypeName() + "." + ADVICE,
					ex);
		}
	}

	/**
	 * Return the schema of an object whose only property is a value of the type, so that
	 * references inside the schema remain valid.
	 */
	static ObjectNode wrap(Type type) {
		return schema(new GenericType(Wrapper.class, type));
	}

	/**
	 * Return the schema of an object with one property per parameter.
	 */
	static ObjectNode parameters(Map<String, Parameter> parameters) {
		try {
			return Generator.parameters(parameters);
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException("No JSON schema can be generated for the parameters of a method." + ADVICE,
					ex);
		}
	}

	static boolean isObject(ObjectNode schema) {
		return "object".equals(schema.path("type").asString(""));
	}

	/**
	 * Whether there is an annotation named {@code Nullable}, of any library.
	 */
	static boolean isNullable(Stream<Annotation> annotations) {
		return annotations.anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Nullable"));
	}

	/**
	 * An object that wraps a value that is not an object.
	 *
	 * @param <T> the type of the value
	 * @param value the value
	 */
	record Wrapper<T>(T value) {

	}

	/**
	 * A separate class, since it needs an optional library. Generators are not
	 * thread-safe.
	 */
	private static final class Generator {

		static SchemaGenerator create() {
			SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(JsonCodec.MAPPER,
					SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
				.with(new JacksonSchemaModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
						JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE))
				.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
						Option.PLAIN_DEFINITION_KEYS)
				.without(Option.SCHEMA_VERSION_INDICATOR);
			// These formats require an offset, which the Java types do not have
			config.forTypesInGeneral()
				.withCustomDefinitionProvider((type, context) -> local(type, LocalTime.class, "12:30:00"))
				.withCustomDefinitionProvider(
						(type, context) -> local(type, LocalDateTime.class, "2026-01-31T12:30:00"));
			// Models write properties in this order, and the first ones influence the
			// rest
			config.forTypesInGeneral().withPropertySorter(new JsonPropertySorter(false));
			config.forFields()
				.withRequiredCheck((field) -> !isOptional(field))
				.withNullableCheck((field) -> isNullable(field) ? Boolean.TRUE : null);
			return new SchemaGenerator(config.build());
		}

		static ObjectNode parameters(Map<String, Parameter> parameters) {
			SchemaBuilder builder = create().buildMultipleSchemaDefinitions();
			ObjectNode schema = JsonCodec.MAPPER.createObjectNode().put("type", "object");
			ObjectNode properties = schema.putObject("properties");
			ArrayNode required = JsonCodec.MAPPER.createArrayNode();
			parameters.forEach((name, parameter) -> {
				boolean optional = parameter.getType().equals(Optional.class)
						&& parameter.getParameterizedType() instanceof ParameterizedType;
				ObjectNode property = builder.createSchemaReference(
						optional ? ((ParameterizedType) parameter.getParameterizedType()).getActualTypeArguments()[0]
								: parameter.getParameterizedType());
				JsonPropertyDescription description = parameter.getAnnotation(JsonPropertyDescription.class);
				if (description != null) {
					property.put("description", description.value());
				}
				boolean nullable = optional
						|| SchemaFactory.isNullable(Stream.concat(Arrays.stream(parameter.getAnnotations()),
								Arrays.stream(parameter.getAnnotatedType().getAnnotations())));
				properties.set(name, nullable ? nullable(property) : property);
				if (!nullable) {
					required.add(name);
				}
			});
			if (!required.isEmpty()) {
				schema.set("required", required);
			}
			schema.put("additionalProperties", false);
			ObjectNode definitions = builder.collectDefinitions("$defs");
			if (!definitions.isEmpty()) {
				schema.set("$defs", definitions);
			}
			return schema;
		}

		private static @Nullable CustomDefinition local(ResolvedType type, Class<?> local, String example) {
			if (type.getErasedType() != local) {
				return null;
			}
			ObjectNode definition = JsonCodec.MAPPER.createObjectNode().put("type", "string");
			definition.putArray("examples").add(example);
			return new CustomDefinition(definition, CustomDefinition.DefinitionType.INLINE,
					CustomDefinition.AttributeInclusion.YES);
		}

		private static ObjectNode nullable(ObjectNode property) {
			JsonNode type = property.path("type");
			if (type.isString() && !property.has("enum")) {
				property.putArray("type").add(type).add("null");
				return property;
			}
			ObjectNode either = JsonCodec.MAPPER.createObjectNode();
			JsonNode description = property.remove("description");
			if (description != null) {
				either.set("description", description);
			}
			either.putArray("anyOf").add(property).addObject().put("type", "null");
			return either;
		}

		private static boolean isOptional(FieldScope field) {
			return isNullable(field) || (!field.isFakeContainerItemScope()
					&& Optional.class.isAssignableFrom(field.getDeclaredType().getErasedType()));
		}

		private static boolean isNullable(FieldScope scope) {
			if (scope.isFakeContainerItemScope()) {
				return false;
			}
			Field field = scope.getRawMember();
			return SchemaFactory.isNullable(Stream.concat(Arrays.stream(field.getAnnotations()),
					Arrays.stream(field.getAnnotatedType().getAnnotations())));
		}

	}

}
