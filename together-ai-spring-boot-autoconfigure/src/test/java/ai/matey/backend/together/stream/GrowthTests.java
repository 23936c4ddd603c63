package ai.matey.backend.together.stream;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.TextContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten times as much costs about ten times as much. Allocated bytes stand for the cost:
 * whatever copies or keeps all that came before shows in them, and unlike times they are
 * nearly the same in every run.
 */
class GrowthTests {

	/** Ten would be linear, a hundred quadratic; buffers that double lie between. */
	private static final double MOST = 25;

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
		assertThat((double) allocated(large) / allocated(small)).isLessThan(MOST);
	}

	private static long allocated(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static Runnable decoding(byte[] stream, int piece) {
		return () -> {
			ChatStreamDecoder decoder = DecoderRun.decoder(Integer.MAX_VALUE, false, false);
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
