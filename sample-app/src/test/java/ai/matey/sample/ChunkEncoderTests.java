package ai.matey.sample;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.frontend.openai.format.ChatCompletionChunk.Choice;
import ai.matey.frontend.openai.format.ChatCompletionChunk.Delta;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.CompletionUsage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the encoder copies, the events are those that Jackson would have written.
 */
class ChunkEncoderTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	static Stream<List<ChatCompletionChunk>> streams() {
		return Stream.of(List.of(chunk("1", "m", null, 0, new Delta("assistant", "Hi", null, null)),
				text("1", "m", 0, " you"), text("1", "m", 0, ""), text("1", "m", 0, "\"q\" \\ \n\u0000\u001f</script>"),
				text("1", "m", 0, "äö€😀\u2028"), chunk("1", "m", "stop", 0, new Delta(null, null, null, null))),
				List.of(text("a", "m", 0, "\ud83d"), text("a", "m", 0, "\ude00"), text("a", "m", 0, "x")),
				List.of(text("\"content\":\"\"", "\"content\":\"\"", 0, "x"), text("1", null, 0, "y"),
						text(null, "m", 0, "z")),
				List.of(text("1", "m", 0, "a"), text("1", "m", 1, "b"), text("1", "n", 0, "c"), text("2", "m", 0, "d"),
						text("1", "m", 0, "e")),
				List.of(chunk("1", "m", null, 0, new Delta(null, null, "Hmm", null)), text("1", "m", 0, "a")),
				List.of(new ChatCompletionChunk("1", "chat.completion.chunk", 1L, "m",
						List.of(new Choice(0, new Delta(null, "x", null, null), null, null, BigInteger.TEN)), null,
						"fp", null), text("1", "m", 0, "a")),
				List.of(new ChatCompletionChunk("1", "chat.completion.chunk", 1L, "m", List.of(),
						MAPPER.readValue("{\"total_tokens\":3}", CompletionUsage.class), null, null)));
	}

	@ParameterizedTest
	@MethodSource("streams")
	void eventsAreWhatJacksonWrites(List<ChatCompletionChunk> chunks) {
		ChunkEncoder encoder = new ChunkEncoder(MAPPER);
		for (ChatCompletionChunk chunk : chunks) {
			assertThat(new String(encoder.encode(chunk), StandardCharsets.UTF_8))
				.isEqualTo("data: " + new String(MAPPER.writeValueAsBytes(chunk), StandardCharsets.UTF_8) + "\n\n");
		}
	}

	private static ChatCompletionChunk text(@Nullable String id, @Nullable String model, int index, String text) {
		return chunk(id, model, null, index, new Delta(null, text, null, null));
	}

	private static ChatCompletionChunk chunk(@Nullable String id, @Nullable String model, @Nullable String finish,
			int index, Delta delta) {
		return new ChatCompletionChunk(id, "chat.completion.chunk", 1L, model,
				List.of(new Choice(index, delta, finish, null, null)), null, null, null);
	}

}
