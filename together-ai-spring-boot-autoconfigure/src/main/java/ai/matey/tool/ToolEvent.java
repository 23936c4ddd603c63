package ai.matey.tool;

import java.util.Objects;

import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

/**
 * What happens in a run, as it happens: the chunks of a round, then a {@link CallStarted}
 * and a {@link CallFinished} for each of its calls, those of parallel calls among each
 * other, and so on for each round. The last event is {@link RunFinished}. A failure of
 * the run is the stream's error signal.
 */
public sealed interface ToolEvent {

	/**
	 * A chunk of the model's response.
	 *
	 * @param round the round, from 1
	 * @param chunk the chunk; each round has a start and a done of its own
	 */
	record Chunk(int round, IRStreamChunk chunk) implements ToolEvent {

		public Chunk {
			Objects.requireNonNull(chunk, "chunk must not be null");
		}

	}

	/**
	 * A call begins.
	 *
	 * @param round the round, from 1
	 * @param call the model's call
	 */
	record CallStarted(int round, ToolUseContent call) implements ToolEvent {

		public CallStarted {
			Objects.requireNonNull(call, "call must not be null");
		}

	}

	/**
	 * A call is over, with a result or a {@link ToolResult#isError() failure}.
	 *
	 * @param round the round, from 1
	 * @param result what came of the call
	 */
	record CallFinished(int round, ToolResult result) implements ToolEvent {

		public CallFinished {
			Objects.requireNonNull(result, "result must not be null");
		}

	}

	/**
	 * The run is over, or waits for an approval.
	 *
	 * @param run what came of it
	 */
	record RunFinished(ToolRun run) implements ToolEvent {

		public RunFinished {
			Objects.requireNonNull(run, "run must not be null");
		}

	}

}
