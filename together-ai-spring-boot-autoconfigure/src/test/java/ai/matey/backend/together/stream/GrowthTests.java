package ai.matey.backend.together.stream;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.backend.together.response.ChatResponseReader;
import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.TextContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten times as much costs about ten times as much, in allocated bytes and in CPU time of
 * the thread that does it. Bytes are nearly the same in every run; of times the shortest
 * of some runs counts, since whatever disturbs them makes them longer.
 */
class GrowthTests {

	/** Ten would be linear, a hundred quadratic; buffers that double lie between. */
	private static final double MOST = 25;

	/** Times are coarser: caches and compilation speak, too. */
	private static final double MOST_TIME = 40;

	private static final int RUNS = 4;

	private static final int TRIALS = 3;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final AssemblyOptions UNBOUNDED = new AssemblyOptions(false, true, Long.MAX_VALUE);

	private static final IRMetadata METADATA = IRMetadata.builder().build();

	private static final String CHUNK = "{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}";

	private static final String CALL = "{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
			+ "\"id\":\"call\",\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}]}}]}";

	private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";

	@Test
	void longStreams() {
		assertLinear(10_000, (count) -> decoding(stream(count, (i) -> CHUNK.formatted("token" + i)), 4096));
	}

	@Test
	void longStreamsOfWhichNoEventResemblesAnother() {
		assertLinear(2000,
				(count) -> decoding(stream(count, (i) -> CHUNK.formatted("a").replace("\"a\"", "\"a" + i + "\"")),
						4096));
	}

	@Test
	void largeEventsInSmallPieces() {
		assertLinear(1_000_000, (size) -> decoding(stream(1, (i) -> CHUNK.formatted("x".repeat(size))), 1400));
	}

	@Test
	void eventsOfManyLines() {
		assertLinear(1000,
				(lines) -> decoding(
						stream(1, (i) -> CHUNK.formatted("x").replace("[{", "[" + "\ndata: ".repeat(lines) + "{")),
						100));
	}

	@Test
	void toolCallsInManyFragments() {
		assertLinear(1000, (count) -> decoding(stream(count, (i) -> CALL.formatted("x")), 4096));
	}

	@Test
	void manyToolCalls() {
		assertLinear(300,
				(count) -> decoding(stream(count,
						(i) -> CALL.formatted("{}").replace("\"index\":0,\"id\"", "\"index\":" + i + ",\"id\"")),
						4096));
	}

	@Test
	void manyToolCallsInOneEvent() {
		assertLinear(1000, (count) -> decoding(stream(1, (i) -> message("delta", count)), 4096));
	}

	@Test
	void manyToolCallsInABody() {
		assertLinear(1000, (count) -> {
			JsonNode body = Json.read(message("message", count));
			return () -> assertThat(
					ChatResponseReader.read(body, METADATA, Duration.ZERO, null, UNBOUNDED).message().toolCalls())
				.hasSize(count);
		});
	}

	@Test
	void aNameInEveryFragment() {
		assertLinear(2000, (count) -> decoding(stream(count,
				(i) -> CALL.formatted((i == 0) ? "{\\\"text\\\":\\\"" : "word ").replace("\"id\":\"call\",", "")),
				4096));
	}

	@Test
	void manyWarnings() {
		assertLinear(1000,
				(count) -> decoding(stream(count,
						(i) -> CHUNK.formatted("a").replace("{\"id\"", "{\"warnings\":[\"w" + i + "\"],\"id\"")),
						4096));
	}

	@Test
	void manyWarningsInOneEvent() {
		assertLinear(
				2000, (
						count) -> decoding(
								stream(1,
										(i) -> CHUNK.formatted("a")
											.replace("{\"id\"", "{\"warnings\":[" + numbered(count) + "],\"id\"")),
								4096));
	}

	@Test
	void manyFieldsWithoutAPlaceOfTheirOwn() {
		// The parser remembers names, which would be what is measured if each were new
		assertLinear(1000, (count) -> decoding(
				stream(count,
						(i) -> CHUNK.formatted("a")
							.replace("{\"id\"",
									"{\"field" + (i % 300) + "\":" + i + ",\"usage\":{\"prompt_tokens\":1},\"id\"")),
				4096));
	}

	@Test
	void usageInEveryEventBesideALargeField() {
		String large = "[" + "1,".repeat(2000) + "1]";
		assertLinear(
				500, (
						count) -> decoding(
								stream(count,
										(i) -> CHUNK.formatted("a")
											.replace("{\"id\"",
													((i == 0) ? "{\"large\":" + large : "{\"small\":1")
															+ ",\"usage\":{\"prompt_tokens\":" + i + "},\"id\"")),
								4096));
	}

	@Test
	void manyChoices() {
		assertLinear(300,
				(count) -> decoding(stream(count, (i) -> CHUNK.formatted("a").replace("\"index\":0", "\"index\":" + i)),
						4096));
	}

	@Test
	void whiteSpaceBeforeTheTextThatMayBeReasoning() {
		assertLinear(3000, (count) -> decoding(stream(count, (i) -> CHUNK.formatted("   ")), 4096, true));
	}

	@Test
	void promptsWithImages() {
		TogetherAIBackendAdapter backend = TogetherAIBackendAdapter.builder().build();
		assertLinear(200_000, (size) -> {
			IRChatRequest request = IRChatRequest.builder()
				.model("some/model")
				.message(IRMessage.user(new TextContent("What is this?"),
						new ImageContent(MediaSource.base64("image/png", "A".repeat(size)))))
				.build();
			return () -> Json.bytes(backend.fromIR(request, true));
		});
		backend.close();
	}

	@Test
	void anIdleStreamKeepsNoLargeBuffer() {
		SseDecoder decoder = new SseDecoder(Integer.MAX_VALUE);
		decoder.feed(DefaultDataBufferFactory.sharedInstance
			.wrap(bytes("data: " + CHUNK.formatted("x".repeat(1_000_000)) + "\n\n")));
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.next()).isFalse();
		decoder.feed(DefaultDataBufferFactory.sharedInstance.wrap(bytes("data: {}\n\n")));
		assertThat(decoder.next()).isTrue();
		assertThat(decoder.data()).hasSizeLessThan(32 * 1024);
		assertThat(decoder.dataAsString()).isEqualTo("{}");
	}

	private static void assertLinear(int size, IntFunction<Runnable> work) {
		Runnable small = work.apply(size);
		Runnable large = work.apply(10 * size);
		small.run();
		assertThat((double) allocated(large) / allocated(small)).as("allocated bytes").isLessThan(MOST);
		double growth = growth(small, large);
		for (int i = 1; i < TRIALS && growth >= MOST_TIME; i++) {
			growth = growth(small, large);
		}
		assertThat(growth).as("CPU time").isLessThan(MOST_TIME);
	}

	private static double growth(Runnable small, Runnable large) {
		return (double) time(large) / time(small);
	}

	private static long allocated(Runnable work) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		work.run();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

	private static long time(Runnable work) {
		long shortest = Long.MAX_VALUE;
		for (int i = 0; i < RUNS; i++) {
			long before = THREADS.getCurrentThreadCpuTime();
			work.run();
			shortest = Math.min(shortest, THREADS.getCurrentThreadCpuTime() - before);
		}
		return shortest;
	}

	private static Runnable decoding(byte[] stream, int piece) {
		return decoding(stream, piece, false);
	}

	private static Runnable decoding(byte[] stream, int piece, boolean splitThinkTags) {
		return () -> {
			ChatStreamDecoder decoder = DecoderRun.decoder(Integer.MAX_VALUE, false, splitThinkTags);
			List<IRStreamChunk> last = new ArrayList<>();
			for (int start = 0; start < stream.length; start += piece) {
				byte[] bytes = Arrays.copyOfRange(stream, start, Math.min(start + piece, stream.length));
				DecoderRun.feed(decoder, bytes, (chunk) -> {
					last.clear();
					last.add(chunk);
				});
			}
			assertThat(last).first().isInstanceOf(IRStreamChunk.Done.class);
		};
	}

	private static String numbered(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "\"w" + i + "\"").collect(Collectors.joining(","));
	}

	private static String message(String field, int calls) {
		StringBuilder entries = new StringBuilder();
		for (int i = 0; i < calls; i++) {
			entries.append((i > 0) ? "," : "")
				.append("{\"index\":" + i + ",\"id\":\"c" + i
						+ "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
		}
		return "{\"choices\":[{\"index\":0,\"" + field + "\":{\"tool_calls\":[" + entries + "]}}]}";
	}

	private static byte[] stream(int count, IntFunction<String> event) {
		StringBuilder stream = new StringBuilder();
		for (int i = 0; i < count; i++) {
			stream.append("data: ").append(event.apply(i)).append("\n\n");
		}
		return bytes(stream.append("data: ").append(END).append("\n\ndata: [DONE]\n\n").toString());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
