package ai.matey.tool;

import java.util.Objects;

import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

/**
 * An event of a run. Each round emits its chunks, then a {@link CallStarted} and a
 * {@link CallFinished} for each of its calls, interleaved for parallel calls. The last
 * event is {@link RunFinished}. A failure of the run is the stream's error signal.
 *
 * @since 0.1.0
 */
public sealed interface ToolEvent {

	/**
	 * A chunk of the model's response.
	 *
	 * @param round the round, starting at 1
	 * @param chunk the chunk; each round has its own {@code Start} and {@code Done}
	 */
	record Chunk(int round, IRStreamChunk chunk) implements ToolEvent {

		public Chunk {
			Objects.requireNonNull(chunk, "chunk must not be null");
		}

	}

	/**
	 * A call has started.
	 *
	 * @param round the round, starting at 1
	 * @param call the model's call
	 */
	record CallStarted(int round, ToolUseContent call) implements ToolEvent {

		public CallStarted {
			Objects.requireNonNull(call, "call must not be null");
		}

	}

	/**
	 * A call has finished with a result or a {@link ToolResult#isError() failure}.
	 *
	 * @param round the round, starting at 1
	 * @param result the result of the call
	 */
	record CallFinished(int round, ToolResult result) implements ToolEvent {

		public CallFinished {
			Objects.requireNonNull(result, "result must not be null");
		}

	}

	/**
	 * The run has finished, or waits for an approval.
	 *
	 * @param run the finished or pending run
	 */
	record RunFinished(ToolRun run) implements ToolEvent {

		public RunFinished {
			Objects.requireNonNull(run, "run must not be null");
		}

	}

}
