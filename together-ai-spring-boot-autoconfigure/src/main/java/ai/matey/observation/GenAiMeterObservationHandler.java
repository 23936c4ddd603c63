package ai.matey.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRUsage;

/**
 * Records what the observation's own timer does not: the times of a stream's chunks and
 * the tokens used, both with the observation's low-cardinality keys as tags.
 * <ul>
 * <li>{@value #TIME_TO_FIRST_CHUNK}: timer, once for each stream that delivered a
 * chunk</li>
 * <li>{@value #TIME_PER_OUTPUT_CHUNK}: timer, once for each chunk of text, reasoning or
 * tool calls after the first one</li>
 * <li>{@value #TOKEN_USAGE}: summary, once for each call and {@code gen_ai.token.type}:
 * {@code input} and {@code output}, and as parts of these {@code cached} and
 * {@code reasoning} if the provider reports them. If a stream ended without usage, each
 * output chunk counts as one {@code output} token and {@code estimated} is
 * {@code true}.</li>
 * </ul>
 * Thread-safe. The histograms' buckets come from {@link GenAiMeterFilter}.
 *
 * @since 0.1.0
 */
public final class GenAiMeterObservationHandler implements ObservationHandler<GenAiObservationContext> {

	/** The time from the subscription to the first chunk of a stream. */
	public static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

	/** The time between two output chunks of a stream. */
	public static final String TIME_PER_OUTPUT_CHUNK = "gen_ai.client.operation.time_per_output_chunk";

	/** The tokens of a call. */
	public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

	private static final String TOKEN_TYPE = "gen_ai.token.type";

	private final MeterRegistry registry;

	/**
	 * Create the handler.
	 * @param registry the registry of the meters
	 */
	public GenAiMeterObservationHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GenAiObservationContext;
	}

	@Override
	public void onStop(GenAiObservationContext context) {
		Tags tags = tags(context);
		if (context.isStreaming()) {
			times(context, tags);
		}
		IRMetadata metadata = context.metadata();
		if (metadata != null && metadata.cachedAt() != null) {
			return;
		}
		IRUsage usage = context.usage();
		if (usage != null) {
			tokens(usage, tags.and("estimated", "false"));
		}
		else if (context.outputChunks() > 0) {
			token(tags.and("estimated", "true"), "output", context.outputChunks());
		}
	}

	private static Tags tags(GenAiObservationContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
		}
		return Tags.of(tags);
	}

	private void times(GenAiObservationContext context, Tags tags) {
		Duration first = context.timeToFirstChunk();
		if (first == null) {
			return;
		}
		Timer.builder(TIME_TO_FIRST_CHUNK)
			.description("Time from the subscription to the first chunk of a stream")
			.tags(tags)
			.register(this.registry)
			.record(first);
		if (context.outputChunks() > 1) {
			Timer timer = Timer.builder(TIME_PER_OUTPUT_CHUNK)
				.description("Time between two output chunks of a stream")
				.tags(tags)
				.register(this.registry);
			context.streamTimes().gaps((nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS));
		}
	}

	private void tokens(IRUsage usage, Tags tags) {
		token(tags, "input", usage.promptTokens());
		token(tags, "output", usage.completionTokens());
		Long cached = usage.cachedTokens();
		if (cached != null) {
			token(tags, "cached", cached);
		}
		Long reasoning = usage.reasoningTokens();
		if (reasoning != null) {
			token(tags, "reasoning", reasoning);
		}
	}

	private void token(Tags tags, String type, long count) {
		DistributionSummary.builder(TOKEN_USAGE)
			.description("Number of tokens used by a call")
			.tags(tags.and(TOKEN_TYPE, type))
			.register(this.registry)
			.record((double) count);
	}

}
