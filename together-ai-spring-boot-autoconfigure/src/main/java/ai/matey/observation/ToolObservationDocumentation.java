package ai.matey.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of a tool call and its keys. Names follow the OpenTelemetry conventions
 * for generative AI where these define one.
 *
 * @since 0.1.0
 */
public enum ToolObservationDocumentation implements ObservationDocumentation {

	/** A tool call, from its start to its result. */
	EXECUTE_TOOL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultToolObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

	};

	/**
	 * Tags of meters and spans.
	 */
	public enum LowCardinality implements KeyName {

		/** The operation; {@code execute_tool}. */
		OPERATION("gen_ai.operation.name"),

		/** The name of the tool; {@code other} beyond the limit on tools. */
		TOOL_NAME("gen_ai.tool.name"),

		/** The kind of tool; {@code function}. */
		TOOL_TYPE("gen_ai.tool.type"),

		/** The class of the exception, or {@code none}. */
		ERROR_TYPE("error.type"),

		/** {@code success}, {@code error} or {@code cancelled}. */
		OUTCOME("outcome");

		private final String key;

		LowCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Attributes of spans. Keys without a value are left out.
	 */
	public enum HighCardinality implements KeyName {

		/** The id of the call assigned by the model. */
		TOOL_CALL_ID("gen_ai.tool.call.id"),

		/** The arguments as JSON; only if completions are included. */
		TOOL_CALL_ARGUMENTS("gen_ai.tool.call.arguments"),

		/** The result; only if prompts are included. */
		TOOL_CALL_RESULT("gen_ai.tool.call.result");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
