package ai.matey.observation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.errors.SafeText;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.observation.GenAiObservationDocumentation.HighCardinality;
import ai.matey.observation.GenAiObservationDocumentation.LowCardinality;

/**
 * Default {@link GenAiObservationConvention}, which follows the OpenTelemetry conventions
 * for generative AI as of mid 2026. Thread-safe; override a method to change one key.
 *
 * @since 0.1.0
 */
public class DefaultGenAiObservationConvention implements GenAiObservationConvention {

	/** The name of the observation and of its timer. */
	public static final String NAME = "gen_ai.client.operation.duration";

	private final BoundedNames models;

	/**
	 * Create a convention with {@value BoundedNames#DEFAULT_LIMIT} models.
	 */
	public DefaultGenAiObservationConvention() {
		this(new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * Create a convention with a limit on models.
	 * @param models the models that have their own tag
	 */
	public DefaultGenAiObservationConvention(BoundedNames models) {
		this.models = models;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(GenAiObservationContext context) {
		String operation = operation(context.operation());
		String model = SafeText.name(context.requestModel());
		return (model != null) ? operation + " " + model : operation;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(GenAiObservationContext context) {
		return KeyValues.of(LowCardinality.OPERATION.withValue(operation(context.operation())),
				LowCardinality.PROVIDER.withValue(context.provider()), requestModel(context), responseModel(context),
				serverAddress(context), errorType(context), outcome(context));
	}

	/**
	 * Return the name that the conventions define for an operation. They define none for
	 * reranking.
	 */
	private static String operation(Operation operation) {
		return switch (operation) {
			case CHAT -> "chat";
			case COMPLETION -> "text_completion";
			case EMBEDDINGS -> "embeddings";
			case IMAGES -> "generate_content";
			case RERANK, MODELS, WHOAMI -> operation.name().toLowerCase(Locale.ROOT);
		};
	}

	/**
	 * Return the requested model. A name only gets its own tag after a successful call,
	 * since names invented by users would exhaust the limit.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue requestModel(GenAiObservationContext context) {
		return LowCardinality.REQUEST_MODEL.withValue(tag(context, context.requestModel()));
	}

	/**
	 * Return the model that responded.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue responseModel(GenAiObservationContext context) {
		return LowCardinality.RESPONSE_MODEL.withValue(tag(context, context.responseModel()));
	}

	/**
	 * Return the host of the server.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue serverAddress(GenAiObservationContext context) {
		InetSocketAddress server = context.server();
		return LowCardinality.SERVER_ADDRESS.withValue((server != null) ? server.getHostString() : BoundedNames.NONE);
	}

	/**
	 * Return the type of the error that ended the call.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue errorType(GenAiObservationContext context) {
		Throwable error = context.getError();
		String type = BoundedNames.NONE;
		if (error instanceof AdapterException failure) {
			type = failure.code().name().toLowerCase(Locale.ROOT);
		}
		else if (error != null) {
			type = error.getClass().getName();
		}
		return LowCardinality.ERROR_TYPE.withValue(type);
	}

	/**
	 * Return the outcome of the call.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue outcome(GenAiObservationContext context) {
		Outcome outcome = context.outcome();
		return LowCardinality.OUTCOME
			.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : BoundedNames.NONE);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(GenAiObservationContext context) {
		return server(context).and(request(context)).and(response(context)).and(usage(context));
	}

	/**
	 * Return the client and the server, and the full names of models whose tag is
	 * {@code other}.
	 * @param context the call
	 * @return the keys and values of the span
	 */
	protected KeyValues server(GenAiObservationContext context) {
		InetSocketAddress server = context.server();
		KeyValues values = add(KeyValues.empty(), HighCardinality.CLIENT, context.client());
		values = add(values, HighCardinality.SERVER_PORT, (server != null) ? server.getPort() : null);
		if (context.outcome() != null) {
			values = unfolded(values, requestModel(context), context.requestModel());
			values = unfolded(values, responseModel(context), context.responseModel());
		}
		return values;
	}

	/**
	 * Return the parameters of the request.
	 * @param context the call
	 * @return the keys and values of the span
	 */
	protected KeyValues request(GenAiObservationContext context) {
		KeyValues values = KeyValues
			.of(HighCardinality.REQUEST_STREAM.withValue(String.valueOf(context.isStreaming())));
		if (context.request() instanceof IRChatRequest chat) {
			return add(values.and(parameters(chat.parameters())), HighCardinality.OUTPUT_TYPE,
					outputType(chat.responseFormat()));
		}
		if (context.request() instanceof IRCompletionRequest completion) {
			return values.and(parameters(completion.parameters()));
		}
		if (context.request() instanceof IREmbedRequest embed) {
			values = add(values, HighCardinality.EMBEDDINGS_DIMENSION_COUNT, embed.dimensions());
			return add(values, HighCardinality.REQUEST_ENCODING_FORMATS,
					(embed.encoding() != null) ? lower(embed.encoding()) : null);
		}
		if (context.request() instanceof IRImageRequest image) {
			values = add(values, HighCardinality.REQUEST_SEED, image.seed());
			values = add(values, HighCardinality.REQUEST_CHOICE_COUNT, several(image.n()));
			return add(values, HighCardinality.OUTPUT_TYPE, "image");
		}
		return values;
	}

	private static KeyValues parameters(IRParameters parameters) {
		KeyValues values = add(KeyValues.empty(), HighCardinality.REQUEST_MAX_TOKENS, parameters.maxTokens());
		values = add(values, HighCardinality.REQUEST_TEMPERATURE, parameters.temperature());
		values = add(values, HighCardinality.REQUEST_TOP_P, parameters.topP());
		values = add(values, HighCardinality.REQUEST_TOP_K, parameters.topK());
		values = add(values, HighCardinality.REQUEST_FREQUENCY_PENALTY, parameters.frequencyPenalty());
		values = add(values, HighCardinality.REQUEST_PRESENCE_PENALTY, parameters.presencePenalty());
		values = add(values, HighCardinality.REQUEST_SEED, parameters.seed());
		return add(values, HighCardinality.REQUEST_CHOICE_COUNT, several(parameters.n()));
	}

	private static @Nullable Integer several(@Nullable Integer n) {
		return (n != null && n != 1) ? n : null;
	}

	/**
	 * Return the attributes of the response.
	 * @param context the call
	 * @return the keys and values of the span
	 */
	protected KeyValues response(GenAiObservationContext context) {
		KeyValues values = KeyValues.empty();
		IRResponse whole = context.response();
		if (whole instanceof IRChatResponse response && !response.choices().isEmpty()) {
			values = add(values, HighCardinality.RESPONSE_FINISH_REASONS,
					response.choices()
						.stream()
						.map((choice) -> lower(choice.finishReason()))
						.collect(Collectors.joining(",")));
		}
		IRMetadata metadata = context.metadata();
		if (metadata != null) {
			values = add(values, HighCardinality.RESPONSE_ID, SafeText.name(metadata.providerResponseId()));
			values = add(values, HighCardinality.RESEND_COUNT,
					(metadata.attempts() > 1) ? metadata.attempts() - 1 : null);
			values = middleware(values, metadata);
		}
		Duration first = context.timeToFirstChunk();
		return add(values, HighCardinality.RESPONSE_TIME_TO_FIRST_CHUNK,
				(first != null) ? first.toNanos() / 1_000_000_000.0 : null);
	}

	private static KeyValues middleware(KeyValues values, IRMetadata metadata) {
		String fallbacks = metadata.warnings()
			.stream()
			.filter((warning) -> warning.category() == IRWarning.Category.MODEL_SUBSTITUTED)
			.map(IRWarning::message)
			.collect(Collectors.joining("; "));
		IRCost cost = metadata.cost();
		KeyValues more = add(values, HighCardinality.FALLBACK, fallbacks.isEmpty() ? null : fallbacks);
		more = add(more, HighCardinality.CACHED_AT, metadata.cachedAt());
		return add(more, HighCardinality.USAGE_COST,
				(cost != null && IRCost.USD.equals(cost.currency())) ? cost.amount().toPlainString() : null);
	}

	/**
	 * Return the tokens used.
	 * @param context the call
	 * @return the keys and values of the span
	 */
	protected KeyValues usage(GenAiObservationContext context) {
		IRUsage usage = context.usage();
		if (usage == null) {
			return KeyValues.empty();
		}
		KeyValues values = add(KeyValues.empty(), HighCardinality.USAGE_INPUT_TOKENS, usage.promptTokens());
		values = add(values, HighCardinality.USAGE_OUTPUT_TOKENS, usage.completionTokens());
		values = add(values, HighCardinality.USAGE_CACHE_READ_INPUT_TOKENS, usage.cachedTokens());
		return add(values, HighCardinality.USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens());
	}

	private String tag(GenAiObservationContext context, @Nullable String model) {
		return (context.outcome() == Outcome.SUCCESS) ? this.models.keep(model) : this.models.known(model);
	}

	private static KeyValues unfolded(KeyValues values, KeyValue tag, @Nullable String model) {
		return (model != null && BoundedNames.OTHER.equals(tag.getValue()))
				? values.and(KeyValue.of(tag.getKey(), SafeText.line(model, SafeText.MAX_NAME))) : values;
	}

	private static @Nullable String outputType(@Nullable IRResponseFormat format) {
		if (format == null) {
			return null;
		}
		boolean text = format instanceof IRResponseFormat.Text || format instanceof IRResponseFormat.Regex;
		return text ? "text" : "json";
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static KeyValues add(KeyValues values, HighCardinality key, @Nullable Object value) {
		return (value != null) ? values.and(key.withValue(value.toString())) : values;
	}

}
