package ai.matey.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of a call to a model, its keys and its event. Names follow the
 * OpenTelemetry conventions for generative AI where these define one.
 *
 * @since 0.1.0
 */
public enum GenAiObservationDocumentation implements ObservationDocumentation {

	/** A call to a model, from its subscription to its last signal. */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultGenAiObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	};

	/**
	 * Tags of meters and spans.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * The kind of call: {@code chat}, {@code text_completion}, {@code embeddings},
		 * {@code rerank} or, for images, {@code generate_content}.
		 */
		OPERATION("gen_ai.operation.name"),

		/** The provider. */
		PROVIDER("gen_ai.provider.name"),

		/** The requested model; {@code other} unless a call to it has succeeded. */
		REQUEST_MODEL("gen_ai.request.model"),

		/** The model that responded; {@code other} unless a call to it has succeeded. */
		RESPONSE_MODEL("gen_ai.response.model"),

		/** The host of the server. */
		SERVER_ADDRESS("server.address"),

		/** The error code in lower case, or {@code none}. */
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

		/** The name of the client that makes the call. */
		CLIENT("together.client"),

		/** The port of the server. */
		SERVER_PORT("server.port"),

		/** Whether the response is streamed. */
		REQUEST_STREAM("gen_ai.request.stream"),

		/** Maximum number of tokens to generate. */
		REQUEST_MAX_TOKENS("gen_ai.request.max_tokens"),

		/** Randomness of the generation. */
		REQUEST_TEMPERATURE("gen_ai.request.temperature"),

		/** Nucleus sampling. */
		REQUEST_TOP_P("gen_ai.request.top_p"),

		/** Number of most likely tokens to consider. */
		REQUEST_TOP_K("gen_ai.request.top_k"),

		/** Penalty on frequent tokens. */
		REQUEST_FREQUENCY_PENALTY("gen_ai.request.frequency_penalty"),

		/** Penalty on tokens already present. */
		REQUEST_PRESENCE_PENALTY("gen_ai.request.presence_penalty"),

		/** Seed for repeatable sampling. */
		REQUEST_SEED("gen_ai.request.seed"),

		/** Number of requested choices unless it is one. */
		REQUEST_CHOICE_COUNT("gen_ai.request.choice.count"),

		/** Requested number of dimensions of a vector. */
		EMBEDDINGS_DIMENSION_COUNT("gen_ai.embeddings.dimension.count"),

		/** The requested encoding of vectors. */
		REQUEST_ENCODING_FORMATS("gen_ai.request.encoding_formats"),

		/** The requested type of output: {@code json}, {@code text} or {@code image}. */
		OUTPUT_TYPE("gen_ai.output.type"),

		/** The response id assigned by the provider. */
		RESPONSE_ID("gen_ai.response.id"),

		/** The finish reason of each choice. */
		RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons"),

		/** Seconds from the subscription to the first chunk of a stream. */
		RESPONSE_TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk"),

		/** Tokens of the prompt. */
		USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/** Tokens of the response, including reasoning. */
		USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/** Tokens of the prompt that came from a cache. */
		USAGE_CACHE_READ_INPUT_TOKENS("gen_ai.usage.cache_read.input_tokens"),

		/** Tokens of the response used for reasoning. */
		USAGE_REASONING_OUTPUT_TOKENS("gen_ai.usage.reasoning.output_tokens"),

		/** The cost of the call in US dollars, if known. */
		USAGE_COST("gen_ai.usage.cost"),

		/** The reason why another model than the first choice of an alias was called. */
		FALLBACK("matey.fallback"),

		/** When the response was cached, if it comes from a cache. */
		CACHED_AT("matey.cached_at"),

		/** The number of retries unless there were none. */
		RESEND_COUNT("http.request.resend_count"),

		/** The conversation as JSON; only if prompts are included. */
		INPUT_MESSAGES("gen_ai.input.messages"),

		/** The response as JSON; only if completions are included. */
		OUTPUT_MESSAGES("gen_ai.output.messages");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Events during a call.
	 */
	public enum Events implements Observation.Event {

		/** An attempt failed and another one will follow. */
		RETRY("retry", "retry");

		private final String name;

		private final String contextualName;

		Events(String name, String contextualName) {
			this.name = name;
			this.contextualName = contextualName;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public String getContextualName() {
			return this.contextualName;
		}

	}

}
