package ai.matey.object;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;

import ai.matey.adapter.ChatOperations;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.schema.JsonType;
import ai.matey.tool.InMemoryToolRunStore;
import ai.matey.tool.ToolRunner;
import ai.matey.tool.ToolSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What a model may write by mistake or because somebody talked it into it.
 */
class HostileJsonTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"root\",\"child\":null} (where {child} is empty)",
			"[1] As said:\n{\"name\":\"root\"}\n[1] a note", "Use {} or {x}, so: {\"name\":\"root\"}",
			"{ {\"name\":\"root\"}", "```\n{\"name\":\"root\"}\n```\n```json\n{\"name\":\"other\"}\n```",
			"{\"wrong\":1} Sorry: {\"name\":\"root\"}" })
	void jsonIsFoundAmongOtherBrackets(String text) {
		assertThat(read(text, Node.class)).isEqualTo(new Node("root", null));
	}

	/**
	 * Its inner node would be a valid node, too.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"root\",\"child\":{\"name\":\"leaf\"}",
			"{\"name\":\"root\",\"child\":{\"name\":\"leaf\"},", "{\"child\":{\"name\":\"leaf\"}, name: 1}" })
	void aPartIsNotTakenForTheWhole(String text) {
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read(text, Node.class))
			.withMessageContaining("not JSON");
	}

	@Test
	void aNestOfNodesHasABound() {
		String deep = "{\"name\":\"x\",\"child\":".repeat(100_000);
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read(deep, Node.class));
		String closed = "{\"name\":\"x\",\"child\":".repeat(600) + "null" + "}".repeat(600);
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read(closed, Node.class));
		assertThat(grow(deep.substring(0, 20_000), Node.class)).isNotEmpty();
	}

	@Test
	void aMegabyteOfTextIsReadAtOnce() {
		String text = "é\\n".repeat(350_000);
		assertThat(read("{\"name\":\"" + text + "\"}", Node.class).name()).hasSize(700_000);
	}

	/**
	 * Else a value that was shown would be taken back.
	 */
	@Test
	void aNameThatComesTwiceIsAMistake() {
		String text = "{\"name\":\"Nice\",\"name\":\"Paris\"}";
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read(text, Node.class));
		assertThat(grow(text, Node.class)).extracting(Node::name).doesNotContain("Paris", "P").contains("Nice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999", "-1e999", "1e999999999", "NaN", "Infinity", "\"NaN\"", "\"1e999\"" })
	void numbersThatAreNoneAreMistakes(String number) {
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> read("{\"degrees\":" + number + "}", Weather.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999", "-1e999", "NaN", "\"1e999\"", "\"12\"" })
	void numbersThatAreNoneAreNotShown(String number) {
		assertThat(grow("{\"degrees\":" + number + ",", Weather.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999", "1e999999999", "3.5", "2147483648", "\"3\"", "null", "true" })
	void numbersThatAreNotWholeAreMistakes(String number) {
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> read("{\"value\":" + number + "}", Integer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1234567.89", "12345678901234567890.12345678901234567890", "0.10", "1E-30" })
	void fractionsKeepAllTheirDigits(String number) {
		BigDecimal exact = new BigDecimal(number);
		assertThat(read("{\"value\":" + number + "}", BigDecimal.class)).isEqualTo(exact);
		assertThat(grow("{\"value\":" + number + "}", BigDecimal.class)).containsExactly(exact);
		JsonType<Map<String, Object>> map = JsonType.ofSchema(Map.of("type", "object"));
		assertThat(read("{\"value\":" + number + "}", map)).containsEntry("value", exact);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999999999", "-1e999999999", "1e-999999999", "1e99999999999999" })
	void numbersWithoutMeasureTakeNoTime(String number) {
		for (Map<String, Object> schema : List.<Map<String, Object>>of(Map.of("type", "integer"),
				Map.of("type", "number", "multipleOf", 0.01), Map.of("maximum", 10), Map.of("enum", List.of(1, 2)))) {
			JsonType<Map<String, Object>> type = JsonType
				.ofSchema(Map.of("type", "object", "properties", Map.of("value", schema)));
			assertTimeoutPreemptively(PATIENCE, () -> outcome("{\"value\":" + number + "}", type));
		}
		for (Class<?> type : List.of(Long.class, BigInteger.class, BigDecimal.class, Double.class, Duration.class)) {
			assertTimeoutPreemptively(PATIENCE, () -> outcome("{\"value\":" + number + "}", JsonType.of(type)));
		}
	}

	/**
	 * Whether such a number is a mistake depends on the type; nothing else may happen.
	 */
	private static @Nullable Object outcome(String text, JsonType<?> type) {
		try {
			return read(text, type);
		}
		catch (ObjectMismatchException ex) {
			return null;
		}
	}

	@Test
	void wholeNumbersKeepAllTheirDigits() {
		BigInteger large = new BigInteger("123456789012345678901234567890");
		assertThat(read("{\"value\":" + large + "}", BigInteger.class)).isEqualTo(large);
		assertThat(read("{\"degrees\":21}", Weather.class)).isEqualTo(new Weather(21));
	}

	@Test
	void anArrayIsNoObject() {
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> read("[{\"name\":\"root\"}]", Node.class))
			.withMessageContaining("must be of type");
	}

	@Test
	void aBareArrayGrowsAsAWrappedOneDoes() {
		JsonType<List<Node>> type = JsonType.listOf(Node.class);
		String bare = "[{\"name\":\"a\"},{\"name\":\"b\"}]";
		assertThat(read(bare, type)).hasSize(2);
		assertThat(grow(bare, type)).hasSizeGreaterThan(1);
		assertThat(grow("{\"value\":" + bare + "}", type)).hasSizeGreaterThan(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "", "{}", "{\"value\":null}", "\"text\"", "I do not know." })
	void nothingIsAMistake(String text) {
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read(text, Node.class));
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> read(text, JsonType.listOf(Node.class)));
	}

	@Test
	void subtypesGrowOnceTheirTypeIsKnown() {
		String text = "{\"type\":\"circle\",\"label\":\"a round one\"}";
		assertThat(read(text, Shape.class)).isEqualTo(new Circle("a round one"));
		assertThat(grow(text, Shape.class)).isNotEmpty()
			.allMatch((shape) -> shape instanceof Circle circle
					&& (circle.label() == null || "a round one".startsWith(circle.label())));
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> read("{\"type\":\"java.lang.Runtime\",\"label\":\"x\"}", Shape.class));
	}

	@Test
	void genericTypesAndOptionalsAreRead() {
		JsonType<Box<Optional<Kind>>> type = JsonType.of(new TypeReference<Box<Optional<Kind>>>() {
		});
		assertThat(read("{\"content\":\"CITY\"}", type)).isEqualTo(new Box<>(Optional.of(Kind.CITY)));
		assertThat(read("{\"content\":null}", type)).isEqualTo(new Box<>(Optional.empty()));
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(() -> read("{\"content\":\"city\"}", type))
			.withMessageContaining("CITY");
	}

	/**
	 * A half of an escape or of a pair is no character.
	 */
	@Test
	void escapesAreCutNowhere() {
		String text = "{\"name\":\"\\ud83d\\ude00 \\u00e9 \\\\ \\\" \uD83D\uDE00\"}";
		String whole = "\uD83D\uDE00 é \\ \" \uD83D\uDE00";
		assertThat(grow(text, Node.class)).extracting(Node::name).allMatch(whole::startsWith).allSatisfy((name) -> {
			assertThat(name.isEmpty() || !Character.isHighSurrogate(name.charAt(name.length() - 1))).isTrue();
		}).last().isEqualTo(whole);
	}

	@Test
	void aCharacterThatIsNoneShowsNothing() {
		assertThat(grow("{\"name\":\"\\x41\"}", Node.class)).extracting(Node::name).containsOnly("");
		assertThat(grow("{\"name\":\"\\u00zz\"}", Node.class)).extracting(Node::name).containsOnly("");
		assertThat(grow("{\"name\":\"a\u0000b\"}", Node.class)).extracting(Node::name).doesNotContain("a\u0000b");
	}

	/**
	 * Each state of a long response is read anew, on an event loop.
	 */
	@Test
	void aMegabyteOfNumbersGrowsInReasonableTime() {
		GrowingObject<List<Integer>> growing = new GrowingObject<>(JsonType.listOf(Integer.class));
		growing.append("{\"value\":[0");
		long used = threadTime();
		for (int i = 0; i < 300_000; i++) {
			growing.append(",12");
		}
		assertThat(Duration.ofNanos(threadTime() - used)).isLessThan(Duration.ofSeconds(6));
	}

	private static long threadTime() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static <T> T read(String text, Class<T> type) {
		return read(text, JsonType.of(type));
	}

	private static <T> T read(String text, JsonType<T> type) {
		return Objects.requireNonNull(generator(text).generateObject(IRChatRequest.of("?"), type).block(PATIENCE));
	}

	private static <T> List<T> grow(String text, Class<T> type) {
		return grow(text, JsonType.of(type));
	}

	private static <T> List<T> grow(String text, JsonType<T> type) {
		GrowingObject<T> growing = new GrowingObject<>(type);
		List<T> states = new ArrayList<>();
		for (int i = 0; i < text.length(); i++) {
			T state = growing.append(text.substring(i, i + 1));
			if (state != null) {
				states.add(state);
			}
		}
		return states;
	}

	private static ObjectGenerator generator(String text) {
		ChatOperations chat = new ChatOperations() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request) {
				return Mono.just(IRChatResponse.of(text));
			}

			@Override
			public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
				return Flux.fromIterable(IRStreamChunk.of(text));
			}

		};
		ToolRunner tools = new ToolRunner(chat, ToolSettings.DEFAULT, Schedulers.boundedElastic(),
				new InMemoryToolRunStore(), List.of());
		return new ObjectGenerator(chat, tools, ObjectSettings.DEFAULT.withRepairRounds(0), ObjectValidator.NONE,
				Schedulers.boundedElastic());
	}

	enum Kind {

		CITY, BEACH

	}

	record Node(String name, @Nullable Node child) {

	}

	record Weather(double degrees) {

	}

	record Box<T>(T content) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	sealed interface Shape {

	}

	record Circle(String label) implements Shape {

	}

}
