package ai.matey.observation;

import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.observation.ToolObservationDocumentation.HighCardinality;
import ai.matey.observation.ToolObservationDocumentation.LowCardinality;

/**
 * Default {@link ToolObservationConvention}, which follows the OpenTelemetry conventions
 * for generative AI as of mid 2026. Thread-safe; override a method to change one key.
 *
 * @since 0.1.0
 */
public class DefaultToolObservationConvention implements ToolObservationConvention {

	/** The name of the observation and of its timer. */
	public static final String NAME = "gen_ai.execute_tool";

	private static final String OPERATION = "execute_tool";

	private final BoundedNames tools;

	/**
	 * Create a convention with {@value BoundedNames#DEFAULT_LIMIT} tools.
	 */
	public DefaultToolObservationConvention() {
		this(new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * Create a convention with a limit on tools.
	 * @param tools the tools that have their own tag
	 */
	public DefaultToolObservationConvention(BoundedNames tools) {
		this.tools = tools;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(ToolObservationContext context) {
		return OPERATION + " " + context.call().name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ToolObservationContext context) {
		return KeyValues.of(LowCardinality.OPERATION.withValue(OPERATION), toolName(context),
				LowCardinality.TOOL_TYPE.withValue("function"), errorType(context), outcome(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ToolObservationContext context) {
		return KeyValues.of(HighCardinality.TOOL_CALL_ID.withValue(context.call().id()));
	}

	/**
	 * Return the name of the tool.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue toolName(ToolObservationContext context) {
		return LowCardinality.TOOL_NAME.withValue(this.tools.keep(context.call().name()));
	}

	/**
	 * Return the type of the error that ended the call.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue errorType(ToolObservationContext context) {
		Throwable error = context.getError();
		return LowCardinality.ERROR_TYPE.withValue((error != null) ? error.getClass().getName() : BoundedNames.NONE);
	}

	/**
	 * Return the outcome of the call.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue outcome(ToolObservationContext context) {
		Outcome outcome = context.outcome();
		return LowCardinality.OUTCOME
			.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : BoundedNames.NONE);
	}

}
