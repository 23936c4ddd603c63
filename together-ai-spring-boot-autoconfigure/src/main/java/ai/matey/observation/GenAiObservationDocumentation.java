package ai.matey.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of a call to a model, its keys and its event. Names are those of the
 * OpenTelemetry conventions for generative AI where these have one.
 */
public enum GenAiObservationDocumentation implements ObservationDocumentation {

	/** A call to a model, from subscription to its last signal. */
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

		/** Who is asked. */
		PROVIDER("gen_ai.provider.name"),

		/** The model that is asked; {@code other} unless a call to it has succeeded. */
		REQUEST_MODEL("gen_ai.request.model"),

		/** The model that answered; {@code other} unless a call to it has succeeded. */
		RESPONSE_MODEL("gen_ai.response.model"),

		/** The server's host. */
		SERVER_ADDRESS("server.address"),

		/** The error's code in lower case, or {@code none}. */
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

		/** The server's port. */
		SERVER_PORT("server.port"),

		/** Whether the answer is streamed. */
		REQUEST_STREAM("gen_ai.request.stream"),

		/** Most tokens to generate. */
		REQUEST_MAX_TOKENS("gen_ai.request.max_tokens"),

		/** Randomness. */
		REQUEST_TEMPERATURE("gen_ai.request.temperature"),

		/** Nucleus sampling. */
		REQUEST_TOP_P("gen_ai.request.top_p"),

		/** How many of the most likely tokens are considered. */
		REQUEST_TOP_K("gen_ai.request.top_k"),

		/** Penalty of frequent tokens. */
		REQUEST_FREQUENCY_PENALTY("gen_ai.request.frequency_penalty"),

		/** Penalty of tokens that were there. */
		REQUEST_PRESENCE_PENALTY("gen_ai.request.presence_penalty"),

		/** Seed for repeatable sampling. */
		REQUEST_SEED("gen_ai.request.seed"),

		/** How many choices are asked for, unless one. */
		REQUEST_CHOICE_COUNT("gen_ai.request.choice.count"),

		/** How many components a vector shall have. */
		EMBEDDINGS_DIMENSION_COUNT("gen_ai.embeddings.dimension.count"),

		/** The encoding of vectors that is asked for. */
		REQUEST_ENCODING_FORMATS("gen_ai.request.encoding_formats"),

		/** The form that is asked for: {@code json}, {@code text} or {@code image}. */
		OUTPUT_TYPE("gen_ai.output.type"),

		/** The provider's id of the answer. */
		RESPONSE_ID("gen_ai.response.id"),

		/** Why the model stopped, for each choice. */
		RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons"),

		/** Seconds from the subscription to a stream's first chunk. */
		RESPONSE_TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk"),

		/** Tokens of the prompt. */
		USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/** Tokens of the answer, reasoning included. */
		USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/** Tokens of the prompt that came from a cache. */
		USAGE_CACHE_READ_INPUT_TOKENS("gen_ai.usage.cache_read.input_tokens"),

		/** Tokens of the answer that were reasoning. */
		USAGE_REASONING_OUTPUT_TOKENS("gen_ai.usage.reasoning.output_tokens"),

		/** What the call cost in US dollars, where that is known. */
		USAGE_COST("gen_ai.usage.cost"),

		/** Why another model was asked than the first choice of an alias. */
		FALLBACK("matey.fallback"),

		/** Since when the response is in the cache that it comes from. */
		CACHED_AT("matey.cached_at"),

		/** How many times the request was sent again, unless never. */
		RESEND_COUNT("http.request.resend_count"),

		/** The conversation as JSON; only if prompts are included. */
		INPUT_MESSAGES("gen_ai.input.messages"),

		/** The answer as JSON; only if completions are included. */
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
	 * What happens during a call.
	 */
	public enum Events implements Observation.Event {

		/** An attempt failed and the request will be sent again. */
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
