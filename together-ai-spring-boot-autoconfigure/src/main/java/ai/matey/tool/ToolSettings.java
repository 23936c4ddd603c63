package ai.matey.tool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The bounds of runs with tools.
 *
 * @param maxRounds how many times a run asks the model at most
 * @param maxCallsPerTool how many times a run calls one tool at most
 * @param maxCalls how many calls a run makes at most, all tools together
 * @param parallelism how many calls of one round run at once
 * @param runTimeout how long a run may take, from its subscription to its end or to an
 * approval that it has to wait for
 * @param callTimeout how long one call may take unless its tool says otherwise, waiting
 * for a free thread included
 * @param maxResultLength how many characters of a result are told to the model at most; a
 * longer one is told as a failure
 * @param withoutReasoning models whose earlier reasoning is not sent back to them in a
 * run; a name may end with {@code *}, which stands for any rest
 */
public record ToolSettings(int maxRounds, int maxCallsPerTool, int maxCalls, int parallelism, Duration runTimeout,
		Duration callTimeout, int maxResultLength, List<String> withoutReasoning) {

	/**
	 * 10 rounds, 40 calls per tool and 150 in all, 8 at once, 10 minutes per run and one
	 * per call, 100,000 characters per result; reasoning is sent back to all models.
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
	 * Return the same settings with another number of rounds.
	 * @param maxRounds how many times a run asks the model at most
	 * @return the copy
	 */
	public ToolSettings withMaxRounds(int maxRounds) {
		return new ToolSettings(maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with other numbers of calls.
	 * @param maxCallsPerTool how many times a run calls one tool at most
	 * @param maxCalls how many calls a run makes at most
	 * @return the copy
	 */
	public ToolSettings withMaxCalls(int maxCallsPerTool, int maxCalls) {
		return new ToolSettings(this.maxRounds, maxCallsPerTool, maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with another parallelism.
	 * @param parallelism how many calls of one round run at once
	 * @return the copy
	 */
	public ToolSettings withParallelism(int parallelism) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, parallelism, this.runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with another deadline of runs.
	 * @param runTimeout how long a run may take
	 * @return the copy
	 */
	public ToolSettings withRunTimeout(Duration runTimeout) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, runTimeout,
				this.callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with another deadline of calls.
	 * @param callTimeout how long one call may take
	 * @return the copy
	 */
	public ToolSettings withCallTimeout(Duration callTimeout) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				callTimeout, this.maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with another length of results.
	 * @param maxResultLength how many characters of a result are told to the model
	 * @return the copy
	 */
	public ToolSettings withMaxResultLength(int maxResultLength) {
		return new ToolSettings(this.maxRounds, this.maxCallsPerTool, this.maxCalls, this.parallelism, this.runTimeout,
				this.callTimeout, maxResultLength, this.withoutReasoning);
	}

	/**
	 * Return the same settings with other models that do not get their reasoning back.
	 * @param models names of models; one may end with {@code *}
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
