package ai.matey.object;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import ai.matey.schema.JsonType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects whose text is cut anywhere.
 */
class GrowingObjectTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * At each place where a text can be cut, what has come is part of the whole.
	 */
	@ParameterizedTest
	@MethodSource("seeds")
	void whatHasComeOnlyGrows(long seed) {
		Random random = new Random(seed);
		JsonNode whole = object(random, 3);
		String text = random.nextBoolean() ? whole.toString() : whole.toPrettyString();
		JsonNode last = JsonNodeFactory.instance.objectNode();
		for (int end = 1; end <= text.length(); end++) {
			JsonNode now = PartialJson.read(text.substring(0, end), 0, (path) -> true);
			assertThat(now).as("%s cut at %d", text, end).isNotNull();
			assertThat(isPart(last, now)).as("%s, then %s", last, now).isTrue();
			assertThat(isPart(now, whole)).as("%s of %s", now, whole).isTrue();
			last = now;
		}
		assertThat(last).isEqualTo(whole);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void objectsOnlyGrowInPiecesOfAnySize(long seed) {
		Random random = new Random(seed);
		List<Item> items = IntStream.range(0, 1 + random.nextInt(4))
			.mapToObj((index) -> new Item(text(random), random.nextInt(),
					(random.nextBoolean()) ? Level.HIGH : Level.HIGHEST, (random.nextBoolean()) ? null : text(random),
					List.of(text(random), text(random))))
			.toList();
		Box box = new Box(text(random), items);
		String text = MAPPER.writeValueAsString(box);
		GrowingObject<Box> growing = new GrowingObject<>(JsonType.of(Box.class));
		List<Box> states = new ArrayList<>();
		for (int at = 0; at < text.length();) {
			int next = Math.min(text.length(), at + 1 + random.nextInt(12));
			Box state = growing.append(text.substring(at, next));
			if (state != null) {
				states.add(state);
			}
			at = next;
		}
		JsonNode last = JsonNodeFactory.instance.objectNode();
		for (Box state : states) {
			JsonNode now = known(MAPPER.valueToTree(state));
			assertThat(isPart(last, now)).as("%s, then %s", last, now).isTrue();
			last = now;
		}
		assertThat(isPart(last, known(MAPPER.valueToTree(box)))).isTrue();
	}

	@Test
	void constantsComeWhole() {
		GrowingObject<Item> growing = new GrowingObject<>(JsonType.of(Item.class));
		assertThat(growing.append("{\"name\":\"a\",\"level\":\"HIGH")).isEqualTo(new Item("a", 0, null, null, null));
		assertThat(growing.append("E")).isNull();
		assertThat(growing.append("ST\"")).isEqualTo(new Item("a", 0, Level.HIGHEST, null, null));
	}

	@Test
	void nothingIsShownOfThoughts() {
		GrowingObject<Item> growing = new GrowingObject<>(JsonType.of(Item.class));
		assertThat(growing.append("<think>{\"name\":\"draft\"}")).isNull();
		assertThat(growing.append("</think>{\"name\":\"a\"")).isEqualTo(new Item("a", 0, null, null, null));
	}

	@Test
	void whatIsNoJsonShowsNothing() {
		assertThat(PartialJson.read("{\"a\" 1}", 0, (path) -> true)).isNull();
		assertThat(PartialJson.read("{a:1}", 0, (path) -> true)).isNull();
		assertThat(PartialJson.read("{\"a\":nope,", 0, (path) -> true)).isNull();
		assertThat(PartialJson.read("[".repeat(100_000), 0, (path) -> true)).isNotNull();
	}

	/**
	 * Reading a text anew for each of its tokens would take minutes.
	 */
	@Test
	void aLongTextIsReadInReasonableTime() {
		GrowingObject<Box> growing = new GrowingObject<>(JsonType.of(Box.class));
		growing.append("{\"title\":\"");
		int shown = 0;
		for (int i = 0; i < 500_000; i++) {
			shown += (growing.append("abcd") != null) ? 1 : 0;
		}
		assertThat(shown).isBetween(100, 2_000);
	}

	static IntStream seeds() {
		return IntStream.range(0, 60);
	}

	private static ObjectNode object(Random random, int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = random.nextInt(5); i > 0; i--) {
			object.set("k" + i + text(random), value(random, depth));
		}
		return object;
	}

	private static JsonNode value(Random random, int depth) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		return switch (random.nextInt((depth > 0) ? 7 : 5)) {
			case 0 -> nodes.stringNode(text(random));
			case 1 -> nodes.numberNode(random.nextInt());
			case 2 -> nodes.numberNode(BigDecimal.valueOf(random.nextDouble() * 1e10));
			case 3 -> nodes.booleanNode(random.nextBoolean());
			case 4 -> nodes.nullNode();
			case 5 -> object(random, depth - 1);
			default -> {
				ArrayNode array = nodes.arrayNode();
				for (int i = random.nextInt(4); i > 0; i--) {
					array.add(value(random, depth - 1));
				}
				yield array;
			}
		};
	}

	private static String text(Random random) {
		String[] pieces = { "a", "é", "\"", "\\", "\n", "\u0001", "😀", "{", "}", "[", "]", ",", ":", " ", "\t", "日" };
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i > 0; i--) {
			text.append(pieces[random.nextInt(pieces.length)]);
		}
		return text.toString();
	}

	/**
	 * Leaves out what is not there yet, as Java shows it.
	 */
	private static JsonNode known(JsonNode node) {
		if (node.isArray()) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			node.forEach((element) -> array.add(known(element)));
			return array;
		}
		if (!node.isObject()) {
			return node;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		node.properties().forEach((property) -> {
			boolean unset = property.getValue().isNull()
					|| property.getKey().equals("count") && property.getValue().asInt() == 0;
			if (!unset) {
				object.set(property.getKey(), known(property.getValue()));
			}
		});
		return object;
	}

	private static boolean isPart(JsonNode part, JsonNode whole) {
		if (part.isObject() && whole.isObject()) {
			return part.properties()
				.stream()
				.allMatch((property) -> whole.has(property.getKey())
						&& isPart(property.getValue(), whole.get(property.getKey())));
		}
		if (part.isArray() && whole.isArray()) {
			return part.size() <= whole.size()
					&& IntStream.range(0, part.size()).allMatch((index) -> isPart(part.get(index), whole.get(index)));
		}
		if (part.isString() && whole.isString()) {
			return whole.stringValue().startsWith(part.stringValue());
		}
		return part.equals(whole);
	}

	enum Level {

		HIGH, HIGHEST

	}

	record Item(String name, int count, @Nullable Level level, @Nullable String note, @Nullable List<String> tags) {

	}

	record Box(String title, List<Item> items) {

	}

}
