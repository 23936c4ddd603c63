package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A tree that is used again shows that the parser was spared.
 */
class EventTemplateTests {

	private static final String EVENT = "{\"id\":\"a\",\"choices\":[{\"index\":0,\"text\":\"%1$s\",\"logprobs\":null,"
			+ "\"delta\":{\"token_id\":%2$s,\"role\":\"assistant\",\"content\":\"%1$s\"}}],\"usage\":null}";

	private final EventTemplate pattern = new EventTemplate();

	@Test
	void sparesTheParserWhereOnlyVariableValuesDiffer() {
		JsonNode first = read(event("Hello", "9906"));
		assertSpared(first, event(" world", "1917"));
		assertSpared(first, event("", "null"));
		assertSpared(first, event("!", "0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\n\\n", "\\\"", "\\\\", "\\/\\b\\f\\r\\t", "caf\u00e9", "\u4f60\u597d",
			"\ud83d\ude80 up", "a\\nb \u00e9\\\\", "}]}", "\\\\\\\"" })
	void readsEscapesAndOtherScripts(String literal) {
		JsonNode first = read(event("Hello", "1"));
		assertSpared(first, event(literal, "2"));
		assertSpared(first, event("plain", "2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u00e9", "\\ud83d\\ude80", "\ufffd" })
	void leavesUnusualTextToTheParser(String literal) {
		JsonNode first = read(event("Hello", "1"));
		assertParsed(first, event(literal, "2"));
		assertSame(event("Hello", "3"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "-1", "1.5", "1e3", "1234567890", "123456789012345678901234567890", "true", "\"5\"", "{}" })
	void readsOtherValuesOfAVariableField(String value) {
		read(event("Hello", "1"));
		assertSame(event("Hello", value));
		assertSame(event("Hello", "2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "nul", "nulll", "", "+1", "\"a", "\"\\x\"", "\"\\\"", "\"\t\"", "1 1" })
	void refusesWhatTheParserRefuses(String value) {
		read(event("Hello", "1"));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(event("Hello", value)));
		assertSame(event("Hello", "2"));
	}

	@Test
	void noticesAChangeElsewhereOfTheSameLength() {
		JsonNode first = read(event("Hello", "1"));
		assertParsed(first, event("Hello", "1").replace("\"id\":\"a\"", "\"id\":\"b\""));
		assertParsed(first, event("Hello", "1").replace("\"usage\":null", "\"usage\":true"));
		assertParsed(first, event("Hello", "1").replace("\"role\"", "\"rule\""));
	}

	@Test
	void noticesWhatFollowsOrIsMissing() {
		JsonNode first = read(event("Hello", "1"));
		assertParsed(first, event("Hello", "1") + " ");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(event("Hello", "1") + "}"));
		String event = event("Hello", "1");
		for (int length = 1; length < event.length(); length++) {
			String cut = event.substring(0, length);
			assertThatExceptionOfType(JacksonException.class).as(cut).isThrownBy(() -> read(cut));
		}
	}

	@Test
	void readsTextThatIsSentTwiceAndTextThatOnlyBeginsAlike() {
		JsonNode first = read("{\"text\":\"a\",\"content\":\"a\"}");
		assertSpared(first, "{\"text\":\"b\",\"content\":\"b\"}");
		assertSpared(first, "{\"text\":\"b\",\"content\":\"bc\"}");
		assertSpared(first, "{\"text\":\"\",\"content\":\"\\\"\"}");
		assertSpared(first, "{\"text\":null,\"content\":null}");
		assertSpared(first, "{\"text\":1,\"content\":12}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "1e3", "1234567890", "-1", "true" })
	void doesNotTakeTheBeginningOfAnotherValueForOneOfItsOwn(String value) {
		read(event("Hello", value));
		assertSame(event("Hello", value));
		assertSame(event("Hello", value.replace('1', '2')));
	}

	@Test
	void doesNotTrustAFieldThatStandsTwice() {
		JsonNode first = read("{\"content\":\"a\",\"content\":\"b\"}");
		assertParsed(first, "{\"content\":\"c\",\"content\":\"b\"}");
	}

	@Test
	void findsVariableFieldsInEveryDepth() {
		String event = "[0,{\"x\":[[{\"content\":\"%s\"}],{\"index\":7}]},{\"arguments\":\"%s\"}]";
		String wrapped = "{\"all\":" + event + "}";
		JsonNode first = read(wrapped.formatted("a", "b"));
		assertSpared(first, wrapped.formatted("c", "\\\"d\\\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"text\"", "null", "[]", "[{\"content\":\"a\"}]" })
	void readsWhatIsNoObject(String json) {
		assertSame(json);
		assertSame(json);
	}

	@Test
	void readsFromTheMiddleOfAnArray() {
		read(event("Hello", "1"));
		byte[] event = bytes(event("you", "2"));
		byte[] surrounded = new byte[event.length + 20];
		System.arraycopy(event, 0, surrounded, 10, event.length);
		assertThat(this.pattern.read(surrounded, 10, event.length)).isEqualTo(Json.read(event, 0, event.length));
	}

	@Test
	void adaptsToANewForm() {
		read(event("Hello", "1"));
		JsonNode other = read("{\"created\":2,\"content\":\"a\"}");
		assertSpared(other, "{\"created\":2,\"content\":\"b\"}");
		JsonNode third = read("{\"created\":3,\"content\":\"b\"}");
		assertSpared(third, "{\"created\":3,\"content\":\"c\"}");
	}

	@Test
	void learnsEverMoreRarelyWhereNothingRepeats() {
		List<Integer> learnt = new ArrayList<>();
		for (int count = 1; count <= 300; count++) {
			EventTemplate pattern = new EventTemplate();
			JsonNode last = null;
			for (int i = 1; i <= count; i++) {
				last = read(pattern, "{\"created\":" + i + ",\"content\":\"a\"}");
			}
			if (read(pattern, "{\"created\":" + count + ",\"content\":\"b\"}") == last) {
				learnt.add(count);
			}
		}
		assertThat(learnt).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256);
	}

	@Test
	void doesNotKeepLargeEvents() {
		String large = event("a".repeat(5000), "1");
		assertParsed(read(large), large);
	}

	private void assertSpared(JsonNode known, String json) {
		assertThat(assertSame(json)).isSameAs(known);
	}

	private void assertParsed(JsonNode known, String json) {
		assertThat(assertSame(json)).isNotSameAs(known);
	}

	private JsonNode assertSame(String json) {
		JsonNode read = read(json);
		assertThat(read).isEqualTo(Json.read(json));
		return read;
	}

	private JsonNode read(String json) {
		return read(this.pattern, json);
	}

	private static JsonNode read(EventTemplate pattern, String json) {
		byte[] bytes = bytes(json);
		return pattern.read(bytes, 0, bytes.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String event(String content, String tokenId) {
		return EVENT.formatted(content, tokenId);
	}

}
