package ai.matey.backend.together.stream;

import java.util.List;
import java.util.stream.Collectors;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for the chunks of every stream that went well.
 */
public final class StreamResult {

	private StreamResult() {
	}

	/**
	 * Checks the order of chunks, and that they add up to the assembled answer.
	 * @return the answer
	 */
	public static IRChatResponse check(List<IRStreamChunk> chunks) {
		assertThat(chunks.get(0)).isInstanceOf(IRStreamChunk.Start.class);
		assertThat(chunks.get(chunks.size() - 1)).isInstanceOf(IRStreamChunk.Done.class);
		assertThat(chunks.subList(1, chunks.size() - 1)).noneMatch(IRStreamChunk.Start.class::isInstance)
			.noneMatch(IRStreamChunk.Done.class::isInstance);
		IRChatResponse response = ((IRStreamChunk.Done) chunks.get(chunks.size() - 1)).response();
		for (IRChoice choice : response.choices()) {
			assertThat(text(chunks, choice.index())).isEqualTo(choice.message().text());
			assertThat(reasoning(chunks, choice.index())).isEqualTo(choice.message().reasoning());
			List<ToolUseContent> calls = choice.message().toolCalls();
			for (int i = 0; i < calls.size(); i++) {
				assertThat(arguments(chunks, choice.index(), i)).isEqualTo(calls.get(i).arguments());
			}
		}
		return response;
	}

	private static String text(List<IRStreamChunk> chunks, int choice) {
		return chunks.stream()
			.filter((chunk) -> chunk instanceof IRStreamChunk.Content content && content.choice() == choice)
			.map((chunk) -> ((IRStreamChunk.Content) chunk).delta())
			.collect(Collectors.joining());
	}

	private static String reasoning(List<IRStreamChunk> chunks, int choice) {
		return chunks.stream()
			.filter((chunk) -> chunk instanceof IRStreamChunk.Reasoning reasoning && reasoning.choice() == choice)
			.map((chunk) -> ((IRStreamChunk.Reasoning) chunk).delta())
			.collect(Collectors.joining());
	}

	private static String arguments(List<IRStreamChunk> chunks, int choice, int index) {
		return chunks.stream()
			.filter((chunk) -> chunk instanceof IRStreamChunk.ToolUse call && call.choice() == choice
					&& call.index() == index)
			.map((chunk) -> ((IRStreamChunk.ToolUse) chunk).argumentsDelta())
			.collect(Collectors.joining());
	}

}
