package ai.matey.schema;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Schemas as models see them, and what is read by them.
 */
class JsonTypeTests {

	@Test
	void recordHasAllItsPropertiesInOrder() {
		assertSchema(JsonType.of(Trip.class), """
				{"type":"object",
				 "properties":{
				  "city":{"type":"string","description":"Name of the city"},
				  "days":{"type":"integer"},
				  "price":{"type":"number"},
				  "from":{"type":["string","null"],"format":"date"},
				  "kind":{"type":"string","enum":["CITY","BEACH"]},
				  "sights":{"type":"array","items":{"type":"string"}},
				  "note":{"type":["string","null"]},
				  "by_train":{"type":"boolean"}},
				 "required":["city","days","price","kind","sights","by_train"],
				 "additionalProperties":false}""");
	}

	@Test
	void nestedAndRecursiveTypesRefer() {
		assertSchema(JsonType.of(Folder.class), """
				{"type":"object",
				 "properties":{
				  "name":{"type":"string"},
				  "folders":{"type":"array","items":{"$ref":"#"}}},
				 "required":["name","folders"],
				 "additionalProperties":false}""");
		Folder folder = JsonType.of(Folder.class)
			.read(Map.of("name", "a", "folders", List.of(Map.of("name", "b", "folders", List.of()))));
		assertThat(folder).isEqualTo(new Folder("a", List.of(new Folder("b", List.of()))));
	}

	/**
	 * By their formats both would have an offset, with which they cannot be read.
	 */
	@Test
	void localTimesAreShownByExample() {
		JsonType<Local> type = JsonType.of(Local.class);
		assertSchema(type, """
				{"type":"object",
				 "properties":{
				  "time":{"type":"string","description":"When","examples":["12:30:00"]},
				  "dateTime":{"type":["string","null"],"examples":["2026-01-31T12:30:00"]}},
				 "required":["time"],
				 "additionalProperties":false}""");
		assertThat(type.read(Map.of("time", "12:30:00", "dateTime", "2026-01-31T12:30:00")))
			.isEqualTo(new Local(LocalTime.of(12, 30), LocalDateTime.of(2026, 1, 31, 12, 30)));
		assertThat(type.isFreeText(List.of("time"))).as("12:30 is not the beginning of 12:30:45").isFalse();
	}

	@Test
	void typeArgumentsAreKnown() {
		JsonType<Page<Folder>> type = JsonType.of(new TypeReference<Page<Folder>>() {
		});
		assertSchema(type, """
				{"$defs":{"Folder":{
				  "type":"object",
				  "properties":{"name":{"type":"string"},"folders":{"type":"array","items":{"$ref":"#/$defs/Folder"}}},
				  "required":["name","folders"],
				  "additionalProperties":false}},
				 "type":"object",
				 "properties":{
				  "content":{"type":"array","items":{"$ref":"#/$defs/Folder"}},
				  "more":{"type":"boolean"}},
				 "required":["content","more"],
				 "additionalProperties":false}""");
		assertThat(type.name()).isEqualTo("Page_Folder");
		assertThat(type.read(Map.of("content", List.of(Map.of("name", "a", "folders", List.of())), "more", true)))
			.isEqualTo(new Page<>(List.of(new Folder("a", List.of())), true));
	}

	@Test
	void subtypesAreAlternatives() {
		JsonType<Drawing> type = JsonType.of(Drawing.class);
		assertSchema(type, """
				{"type":"object",
				 "properties":{"shape":{"anyOf":[
				  {"type":"object",
				   "properties":{"radius":{"type":"number"},"type":{"const":"circle"}},
				   "required":["radius","type"],"additionalProperties":false},
				  {"type":"object",
				   "properties":{"side":{"type":"number"},"type":{"const":"square"}},
				   "required":["side","type"],"additionalProperties":false}]}},
				 "required":["shape"],
				 "additionalProperties":false}""");
		assertThat(type.read(Map.of("shape", Map.of("type", "square", "side", 2.5))))
			.isEqualTo(new Drawing(new Square(2.5)));
	}

	@Test
	void classWithGettersIsAnObjectToo() {
		assertSchema(JsonType.of(Person.class), """
				{"type":"object",
				 "properties":{"age":{"type":"integer"},"name":{"type":"string"},
				  "tags":{"type":"object","additionalProperties":{"type":"integer"}}},
				 "required":["name","age","tags"],
				 "additionalProperties":false}""");
		Person person = JsonType.of(Person.class).read(Map.of("name", "Ada", "age", 36, "tags", Map.of("x", 1)));
		assertThat(person.getName()).isEqualTo("Ada");
	}

	@Test
	void whatIsNoObjectIsWrapped() {
		assertSchema(JsonType.listOf(Kind.class), """
				{"type":"object",
				 "properties":{"value":{"type":"array","items":{"type":"string","enum":["CITY","BEACH"]}}},
				 "required":["value"],
				 "additionalProperties":false}""");
		assertThat(JsonType.listOf(Kind.class).read(Map.of("value", List.of("BEACH")))).containsExactly(Kind.BEACH);
		assertThat(JsonType.of(Integer.class).read(Map.of("value", 3))).isEqualTo(3);
		assertThat(JsonType.of(Kind.class).read(JsonCodec.parse("\"CITY\""))).as("bare").isEqualTo(Kind.CITY);
		assertThat(JsonType.of(Shape.class).read(Map.of("value", Map.of("type", "circle", "radius", 1))))
			.isEqualTo(new Circle(1));
	}

	@Test
	void optionalPropertiesMayBeMissingOrNull() {
		JsonType<Trip> type = JsonType.of(Trip.class);
		Map<String, Object> least = Map.of("city", "Nice", "days", 3, "price", 99.5, "kind", "BEACH", "sights",
				List.of(), "by_train", true);
		Trip expected = new Trip("Nice", 3, new BigDecimal("99.5"), null, Kind.BEACH, List.of(), Optional.empty(),
				true);
		assertThat(type.read(least)).isEqualTo(expected);
		Map<String, Object> nulls = new HashMap<>(least);
		nulls.put("from", null);
		nulls.put("note", null);
		assertThat(type.read(nulls)).isEqualTo(expected);
	}

	@Test
	void allProblemsAreToldWithoutValues() {
		assertThatExceptionOfType(JsonMismatchException.class)
			.isThrownBy(() -> JsonType.of(Trip.class)
				.read(Map.of("days", "secret", "price", 1, "kind", "MOON", "sights", List.of(1), "by_train", true,
						"planet", "Mars")))
			.satisfies(
					(ex) -> assertThat(ex.problems()).containsExactlyInAnyOrder("the value lacks the property 'city'",
							"/days must be of type \"integer\"", "/kind must be one of [\"CITY\",\"BEACH\"]",
							"/sights/0 must be of type \"string\"", "the value has the unknown property 'planet'"))
			.withMessageNotContaining("secret");
	}

	@Test
	void whatOnlyBindingFindsIsToldToo() {
		assertThatExceptionOfType(JsonMismatchException.class)
			.isThrownBy(() -> JsonType.of(Day.class).read(Map.of("date", "2026-13-45", "hours", 1)))
			.withMessage("/date has the wrong type or value");
		assertThatExceptionOfType(JsonMismatchException.class)
			.isThrownBy(() -> JsonType.of(Day.class).read(Map.of("date", "2026-01-05", "hours", 25)))
			.withMessageContaining("a day has 24 hours");
	}

	@Test
	void schemaOfOnesOwnIsUsedAsItIs() {
		Map<String, Object> schema = Map.of("type", "object", "properties",
				Map.of("n", Map.of("type", "integer", "multipleOf", 5)));
		JsonType<Map<String, @Nullable Object>> type = JsonType.ofSchema(schema);
		assertThat(type.schema()).isEqualTo(schema);
		assertThat(type.read(Map.of("n", 10, "more", "x"))).containsEntry("n", 10);
		assertThatExceptionOfType(JsonMismatchException.class).isThrownBy(() -> type.read(Map.of("n", 7)))
			.withMessage("/n breaks the rule multipleOf: 5");
	}

	@Test
	void onlyPlainStringsAreFreeText() {
		JsonType<Trip> type = JsonType.of(Trip.class);
		assertThat(type.isFreeText(List.of("city"))).isTrue();
		assertThat(type.isFreeText(List.of("note"))).isTrue();
		assertThat(type.isFreeText(List.of("sights", 3))).isTrue();
		assertThat(type.isFreeText(List.of("from"))).isFalse();
		assertThat(type.isFreeText(List.of("kind"))).isFalse();
		assertThat(type.isFreeText(List.of("days"))).as("no string is expected").isFalse();
		assertThat(JsonType.of(Folder.class).isFreeText(List.of("folders", 0, "folders", 1, "name"))).isTrue();
		assertThat(JsonType.of(Drawing.class).isFreeText(List.of("shape", "type"))).isFalse();
		assertThat(JsonType.listOf(Kind.class).isFreeText(List.of("value", 0))).isFalse();
		JsonType<?> own = JsonType.ofSchema(Map.of("type", "object", "properties", Map.of("n",
				Map.of("type", List.of("number", "null")), "t", Map.of("type", List.of("string", "null")))));
		assertThat(own.isFreeText(List.of("n"))).isFalse();
		assertThat(own.isFreeText(List.of("t"))).isTrue();
		assertThat(own.isFreeText(List.of("anything"))).isTrue();
	}

	private static void assertSchema(JsonType<?> type, String json) {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(mapper.<JsonNode>valueToTree(type.schema())).isEqualTo(mapper.readTree(json));
	}

	enum Kind {

		CITY, BEACH

	}

	record Trip(@JsonPropertyDescription("Name of the city") String city, int days, BigDecimal price,
			@Nullable LocalDate from, Kind kind, List<String> sights, Optional<String> note,
			@JsonProperty("by_train") boolean byTrain) {

	}

	record Local(@JsonPropertyDescription("When") LocalTime time, @Nullable LocalDateTime dateTime) {

	}

	record Folder(String name, List<Folder> folders) {

	}

	record Page<T>(List<T> content, boolean more) {

	}

	record Day(LocalDate date, int hours) {

		Day {
			if (hours > 24) {
				throw new IllegalArgumentException("a day has 24 hours");
			}
		}

	}

	record Drawing(Shape shape) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {

	}

	record Square(double side) implements Shape {

	}

	static class Person {

		private String name = "";

		private int age;

		private Map<String, Integer> tags = Map.of();

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getAge() {
			return this.age;
		}

		public void setAge(int age) {
			this.age = age;
		}

		public Map<String, Integer> getTags() {
			return this.tags;
		}

		public void setTags(Map<String, Integer> tags) {
			this.tags = tags;
		}

	}

}
