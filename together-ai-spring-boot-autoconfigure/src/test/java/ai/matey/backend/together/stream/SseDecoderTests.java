package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import ai.matey.backend.together.stream.SseDecoder.SseLimitException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rules of the WHATWG HTML standard, section "Interpreting an event stream". Each
 * stream is decoded in one piece, byte by byte and in pieces of every small size.
 */
class SseDecoderTests {

	@Test
	void longEventsComeInManyBuffers() {
		String line = "0123456789".repeat(500);
		String stream = "data: a\n\ndata: " + line + "\ndata: " + line + "\n\ndata: b\n\n";
		for (int size : new int[] { 1, 10, 1000, 1023, 1024, 1025, 3000 }) {
			assertThat(decode(new SseDecoder(20_000), stream, size)).as("pieces of %d", size)
				.containsExactly("a", line + "\n" + line, "b");
		}
	}

	private static final int LIMIT = 100;

	@ParameterizedTest
	@ValueSource(strings = { "data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r",
			"data: a\r\n\rdata: b\n\r\n", "data: a\n\r\ndata: b\r\n\n" })
	void linesEndInAnyOfThreeWays(String stream) {
		assertThat(events(stream)).containsExactly("a", "b");
	}

	@Test
	void aLoneCarriageReturnEndsAnEventAtOnce() {
		SseDecoder decoder = new SseDecoder(LIMIT);
		decoder.feed(buffer("data: a\r\r"));
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.dataAsString()).isEqualTo("a");
		decoder.feed(buffer("\ndata: b\r\n"));
		assertThat(decoder.next()).isFalse();
		decoder.feed(buffer("\r"));
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.dataAsString()).isEqualTo("b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "data: a|a", "data:a|a", "data:  a|\" a\"", "data:\ta|\"\ta\"", "data: a: b|a: b", "data::|:" })
	void oneSpaceAfterTheColonIsLeftOut(String line, String data) {
		assertThat(events(line + "\n\n")).containsExactly(data);
	}

	@Test
	void dataLinesAreJoined() {
		assertThat(events("data: a\ndata: b\ndata:\ndata: c\n\n")).containsExactly("a\nb\n\nc");
	}

	@Test
	void anEventWithEmptyDataIsAnEvent() {
		assertThat(events("data\n\ndata\ndata\n\ndata:\n\n")).containsExactly("", "\n", "");
	}

	@Test
	void emptyLinesAloneAreNoEvents() {
		assertThat(events("\n\r\n\rdata: a\n\n\n\n")).containsExactly("a");
	}

	@Test
	void anUnfinishedLastEventIsDropped() {
		assertThat(events("data: a\n\ndata: b\n")).containsExactly("a");
		assertThat(events("data: a\n\ndata: b")).containsExactly("a");
	}

	@Test
	void commentsAndOtherFieldsMeanNothing() {
		assertThat(events(": hello\n:\ndata: a\nid: 1\nretry: 5\ndatax: b\ndat: c\nfoo\n: bye\n\n: end\n\n"))
			.containsExactly("a");
	}

	@Test
	void eventsHaveNames() {
		assertThat(events("event: x\ndata: a\n\ndata: b\n\nevent:y\ndata: c\nevent: z\n\n")).containsExactly("[x]a",
				"b", "[z]c");
	}

	@Test
	void aNameWithoutValueIsNoName() {
		assertThat(events("event: x\nevent\ndata: a\n\nevent: x\nevent:\ndata: b\n\nevents: x\ndata: c\n\n"))
			.containsExactly("a", "b", "c");
	}

	@Test
	void aNameWithoutDataIsForgotten() {
		assertThat(events("event: x\n\ndata: a\n\n")).containsExactly("a");
	}

	@Test
	void aByteOrderMarkMayComeFirst() {
		assertThat(events("\uFEFFdata: a\n\n")).containsExactly("a");
		assertThat(events("\uFEFF\ndata: a\n\n")).containsExactly("a");
		assertThat(events("data: a\n\n\uFEFFdata: b\n\n")).containsExactly("a");
		assertThat(events("\n\uFEFFdata: a\n\n")).isEmpty();
	}

	@Test
	void textIsUtf8() {
		assertThat(events("event: é\ndata: ü 😀 €\n\n")).containsExactly("[é]ü 😀 €");
	}

	@Test
	void anEventOfTheLimitIsFineAndALargerOneIsNot() {
		String fits = "x".repeat(LIMIT);
		assertThat(decode(new SseDecoder(LIMIT), "data: " + fits + "\n\n", 1)).containsExactly(fits);
		for (int size : new int[] { 1, 7, 1000 }) {
			assertThatExceptionOfType(SseLimitException.class).as("pieces of %d", size)
				.isThrownBy(() -> decode(new SseDecoder(LIMIT), "data: " + fits + "x\n\n", size))
				.withMessageContaining("100 bytes");
		}
	}

	@Test
	void theLimitCountsAllLinesOfAnEvent() {
		String lines = "data: 123456789\n".repeat(10);
		assertThat(events(lines + "\n")).hasSize(1);
		assertThatExceptionOfType(SseLimitException.class).isThrownBy(() -> events(lines + "data: 1\n\n"));
	}

	@Test
	void theLimitHoldsForALineThatNeverEnds() {
		SseDecoder decoder = new SseDecoder(LIMIT);
		decoder.feed(buffer(":" + "x".repeat(LIMIT + 6)));
		assertThatExceptionOfType(SseLimitException.class).isThrownBy(decoder::next);
	}

	@Test
	void manyEventsInOneBufferAreFineWhateverTheLimit() {
		assertThat(events("data: 123456789\n\n".repeat(50))).hasSize(50).containsOnly("123456789");
	}

	@Test
	void anEventIsReadableUntilTheNextOne() {
		SseDecoder decoder = new SseDecoder(LIMIT);
		decoder.feed(buffer("event: x\ndata: abc\n\ndata: d\n\n"));
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.name()).isEqualTo("x");
		assertThat(new String(decoder.data(), decoder.dataOffset(), decoder.dataLength(), StandardCharsets.UTF_8))
			.isEqualTo("abc");
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.name()).isNull();
		assertThat(decoder.dataAsString()).isEqualTo("d");
		assertThat(decoder.next()).isFalse();
	}

	private static List<String> events(String stream) {
		List<String> whole = decode(new SseDecoder(LIMIT), stream, Integer.MAX_VALUE);
		for (int size = 1; size <= 9; size++) {
			assertThat(decode(new SseDecoder(LIMIT), stream, size)).as("pieces of %d", size).isEqualTo(whole);
		}
		return whole;
	}

	private static List<String> decode(SseDecoder decoder, String stream, int size) {
		byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
		List<String> events = new ArrayList<>();
		for (int start = 0; start < bytes.length; start += Math.min(size, bytes.length)) {
			int length = Math.min(size, bytes.length - start);
			decoder
				.feed(DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(bytes, start, start + length)));
			while (decoder.next()) {
				events.add(((decoder.name() != null) ? "[" + decoder.name() + "]" : "") + decoder.dataAsString());
			}
		}
		return events;
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

}
