package ai.matey.observation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRUsage;
import ai.matey.observation.ChatObservationDocumentation.HighCardinality;
import ai.matey.observation.ChatObservationDocumentation.LowCardinality;

/**
 * The OpenTelemetry conventions for generative AI, as of mid 2026. Thread-safe; override
 * a method to change one key.
 */
public class DefaultChatObservationConvention implements ChatObservationConvention {

	/** The name of the observation and of its timer. */
	public static final String NAME = "gen_ai.client.operation.duration";

	private final BoundedNames models;

	/**
	 * A convention with {@value BoundedNames#DEFAULT_LIMIT} models.
	 */
	public DefaultChatObservationConvention() {
		this(new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * A convention with a limit on models.
	 * @param models the models that get a tag of their own
	 */
	public DefaultChatObservationConvention(BoundedNames models) {
		this.models = models;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(ChatObservationContext context) {
		String model = context.requestModel();
		return (model != null) ? "chat " + model : "chat";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
		return KeyValues.of(LowCardinality.OPERATION.withValue("chat"),
				LowCardinality.PROVIDER.withValue(context.provider()), requestModel(context), responseModel(context),
				serverAddress(context), errorType(context), outcome(context));
	}

	/**
	 * The model that is asked. A name gets a tag of its own once the provider has not
	 * called it unknown: names that users made up would use up the limit.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue requestModel(ChatObservationContext context) {
		String model = context.requestModel();
		boolean madeUp = context.outcome() == null || (context.getError() instanceof AdapterException failure
				&& failure.code() == ErrorCode.UNSUPPORTED_MODEL);
		return LowCardinality.REQUEST_MODEL.withValue(madeUp ? this.models.known(model) : this.models.keep(model));
	}

	/**
	 * The model that answered.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue responseModel(ChatObservationContext context) {
		return LowCardinality.RESPONSE_MODEL.withValue(this.models.keep(context.responseModel()));
	}

	/**
	 * The server's host.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue serverAddress(ChatObservationContext context) {
		InetSocketAddress server = context.server();
		return LowCardinality.SERVER_ADDRESS.withValue((server != null) ? server.getHostString() : BoundedNames.NONE);
	}

	/**
	 * What kind of error ended the call.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue errorType(ChatObservationContext context) {
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
	 * How the call ended.
	 * @param context the call
	 * @return the key and its value
	 */
	protected KeyValue outcome(ChatObservationContext context) {
		Outcome outcome = context.outcome();
		return LowCardinality.OUTCOME
			.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : BoundedNames.NONE);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ChatObservationContext context) {
		return server(context).and(request(context)).and(response(context)).and(usage(context));
	}

	/**
	 * Client and server, and the models' full names where the tags say {@code other}.
	 * @param context the call
	 * @return keys and values of the span
	 */
	protected KeyValues server(ChatObservationContext context) {
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
	 * How the model was asked.
	 * @param context the call
	 * @return keys and values of the span
	 */
	protected KeyValues request(ChatObservationContext context) {
		IRParameters parameters = context.request().parameters();
		Integer n = parameters.n();
		KeyValues values = KeyValues
			.of(HighCardinality.REQUEST_STREAM.withValue(String.valueOf(context.isStreaming())));
		values = add(values, HighCardinality.REQUEST_MAX_TOKENS, parameters.maxTokens());
		values = add(values, HighCardinality.REQUEST_TEMPERATURE, parameters.temperature());
		values = add(values, HighCardinality.REQUEST_TOP_P, parameters.topP());
		values = add(values, HighCardinality.REQUEST_TOP_K, parameters.topK());
		values = add(values, HighCardinality.REQUEST_FREQUENCY_PENALTY, parameters.frequencyPenalty());
		values = add(values, HighCardinality.REQUEST_PRESENCE_PENALTY, parameters.presencePenalty());
		values = add(values, HighCardinality.REQUEST_SEED, parameters.seed());
		values = add(values, HighCardinality.REQUEST_CHOICE_COUNT, (n != null && n != 1) ? n : null);
		return add(values, HighCardinality.OUTPUT_TYPE, outputType(context.request().responseFormat()));
	}

	/**
	 * What came back.
	 * @param context the call
	 * @return keys and values of the span
	 */
	protected KeyValues response(ChatObservationContext context) {
		KeyValues values = KeyValues.empty();
		IRChatResponse response = context.response();
		if (response != null && !response.choices().isEmpty()) {
			values = add(values, HighCardinality.RESPONSE_FINISH_REASONS,
					response.choices()
						.stream()
						.map((choice) -> choice.finishReason().name().toLowerCase(Locale.ROOT))
						.collect(Collectors.joining(",")));
		}
		IRMetadata metadata = context.metadata();
		if (metadata != null) {
			values = add(values, HighCardinality.RESPONSE_ID, metadata.providerResponseId());
			values = add(values, HighCardinality.RESEND_COUNT,
					(metadata.attempts() > 1) ? metadata.attempts() - 1 : null);
		}
		Duration first = context.timeToFirstChunk();
		return add(values, HighCardinality.RESPONSE_TIME_TO_FIRST_CHUNK,
				(first != null) ? first.toNanos() / 1_000_000_000.0 : null);
	}

	/**
	 * The tokens used.
	 * @param context the call
	 * @return keys and values of the span
	 */
	protected KeyValues usage(ChatObservationContext context) {
		IRUsage usage = context.usage();
		if (usage == null) {
			return KeyValues.empty();
		}
		KeyValues values = add(KeyValues.empty(), HighCardinality.USAGE_INPUT_TOKENS, usage.promptTokens());
		values = add(values, HighCardinality.USAGE_OUTPUT_TOKENS, usage.completionTokens());
		values = add(values, HighCardinality.USAGE_CACHE_READ_INPUT_TOKENS, usage.cachedTokens());
		return add(values, HighCardinality.USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens());
	}

	private static KeyValues unfolded(KeyValues values, KeyValue tag, @Nullable String model) {
		return (model != null && BoundedNames.OTHER.equals(tag.getValue()))
				? values.and(KeyValue.of(tag.getKey(), model)) : values;
	}

	private static @Nullable String outputType(@Nullable IRResponseFormat format) {
		if (format == null) {
			return null;
		}
		boolean text = format instanceof IRResponseFormat.Text || format instanceof IRResponseFormat.Regex;
		return text ? "text" : "json";
	}

	private static KeyValues add(KeyValues values, HighCardinality key, @Nullable Object value) {
		return (value != null) ? values.and(key.withValue(value.toString())) : values;
	}

}
