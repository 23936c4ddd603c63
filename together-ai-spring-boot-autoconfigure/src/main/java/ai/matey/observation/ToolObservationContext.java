package ai.matey.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.ir.ToolUseContent;

/**
 * The context of an observed tool call.
 *
 * @since 0.1.0
 */
public class ToolObservationContext extends Observation.Context {

	private final ToolUseContent call;

	private @Nullable Outcome outcome;

	/**
	 * Create the context.
	 * @param call the model's call
	 */
	public ToolObservationContext(ToolUseContent call) {
		this.call = Objects.requireNonNull(call, "call must not be null");
	}

	/**
	 * Return the model's call.
	 * @return the call
	 */
	public ToolUseContent call() {
		return this.call;
	}

	/**
	 * Return the outcome of the call.
	 * @return the outcome, or {@code null} while it runs
	 */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	void outcome(Outcome outcome) {
		this.outcome = outcome;
	}

}
