package ai.matey.tool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The limits of runs with tools.
 *
 * @param maxRounds maximum number of calls to the model per run
 * @param maxCallsPerTool maximum number of calls to one tool per run
 * @param maxCalls maximum number of calls to all tools per run
 * @param parallelism maximum number of concurrent calls of one round
 * @param runTimeout maximum duration of a run, from the subscription to its end or to an
 * approval that it has to wait for
 * @param callTimeout maximum duration of a call unless its tool sets another one,
 * including the wait for a free thread
 * @param maxResultLength maximum length of a result in characters; a longer one is
 * reported to the model as a failure
 * @param withoutReasoning models whose earlier reasoning is not sent back to them in a
 * run; a name may end with {@code *}, which matches any suffix
 * @since 0.1.0
 */
public record ToolSettings(int maxRounds, int maxCallsPerTool, int maxCalls, int parallelism, Duration runTimeout,
		Duration callTimeout, int maxResultLength, List<String> withoutReasoning) {

	/**
	 * Default settings: 10 rounds, 40 calls per tool and 150 in total, 8 of them
	 * concurrent, 10 minutes per run and one minute per call, 100,000 characters per
	 * result; reasoning is sent back to all models.
	 */
	public static final ToolSettings DEFAULT = new ToolSettings(10, 40, 150, 8, Duration.ofMinutes(10),
			Duration.ofMinutes(1), 100_000, List.of());

	public ToolSettings {
		require("maxRounds", maxRounds);
		require("maxCallsPerTool", maxCallsPerTool);
		require("maxCalls", maxCalls);
		require("parallelism", parallelism);
		require("runTimeout", runTimeout);
		require("callTimeout", callTimeout);
		require("maxResultLength", maxResultLength);
		withoutReasoning = List.copyOf(withoutReasoning);
	}

	/**
	 * Return a copy with another number of rounds.
	 * @param maxRounds maximum number of calls to the model per run
	 * @return the copy
	 */
	public ToolSettings withMaxRounds(int maxRounds) {
		return new ToolSettings(maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with other numbers of calls.
	 * @param maxCallsPerTool maximum number of calls to one tool per run
	 * @param maxCalls maximum number of calls to all tools per run
	 * @return the copy
	 */
	public ToolSettings withMaxCalls(int maxCallsPerTool, int maxCalls) {
		return new ToolSettings(this.maxRounds, maxCallsPerTool, maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with another parallelism.
	 * @param parallelism maximum number of concurrent calls of one round
	 * @return the copy
	 */
	public ToolSettings withParallelism(int parallelism) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with another duration of runs.
	 * @param runTimeout maximum duration of a run
	 * @return the copy
	 */
	public ToolSettings withRunTimeout(Duration runTimeout) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with another duration of calls.
	 * @param callTimeout maximum duration of a call
	 * @return the copy
	 */
	public ToolSettings withCallTimeout(Duration callTimeout) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with another length of results.
	 * @param maxResultLength maximum length of a result in characters
	 * @return the copy
	 */
	public ToolSettings withMaxResultLength(int maxResultLength) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return a copy with other models that do not get their reasoning back.
	 * @param models names of models, each of which may end with {@code *}
	 * @return the copy
	 */
	public ToolSettings withoutReasoning(String... models) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, List.of(models));
	}

	boolean replaysReasoning(@Nullable String model) {
		return model == null || this.withoutReasoning.stream().noneMatch((name) -> matches(name, model));
	}

	private static boolean matches(String name, String model) {
		return name.endsWith("*") ? model.startsWith(name.substring(0, name.length() - 1)) : model.equals(name);
	}

	private static void require(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be at least 1 but is " + value);
		}
	}

	private static void require(String name, Duration value) {
		Objects.requireNonNull(value, () -> name + " must not be null");
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " must be longer than zero but is " + value);
		}
	}

}
