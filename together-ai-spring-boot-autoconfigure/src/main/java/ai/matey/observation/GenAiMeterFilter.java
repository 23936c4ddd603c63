package ai.matey.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Applies the tags and buckets of the OpenTelemetry conventions to the meters of calls.
 * Buckets allow quantiles to be computed across instances; times between chunks have
 * finer ones. Other filters take precedence if they are applied later. Stateless.
 *
 * @since 0.1.0
 */
public final class GenAiMeterFilter implements MeterFilter {

	private static final String ERROR = "error";

	private static final double[] SECONDS = DoubleStream.iterate(0.01, (bucket) -> bucket * 2).limit(14).toArray();

	private static final double[] CHUNK_SECONDS = DoubleStream.iterate(0.001, (bucket) -> bucket * 2)
		.limit(14)
		.toArray();

	private static final double[] TOKENS = DoubleStream.iterate(1, (bucket) -> bucket * 4).limit(14).toArray();

	/**
	 * Remove the tag {@code error} that Micrometer's observation handler adds to the
	 * timer, since the conventions' {@code error.type} is more specific.
	 */
	@Override
	public Meter.Id map(Meter.Id id) {
		if (!id.getName().equals(DefaultGenAiObservationConvention.NAME)) {
			return id;
		}
		return id.replaceTags(id.getTags().stream().filter((tag) -> !tag.getKey().equals(ERROR)).toList());
	}

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		return switch (id.getName()) {
			case DefaultGenAiObservationConvention.NAME, GenAiMeterObservationHandler.TIME_TO_FIRST_CHUNK ->
				with(nanos(SECONDS), config);
			case GenAiMeterObservationHandler.TIME_PER_OUTPUT_CHUNK -> with(nanos(CHUNK_SECONDS), config);
			case GenAiMeterObservationHandler.TOKEN_USAGE -> with(TOKENS, config);
			default -> config;
		};
	}

	private static DistributionStatisticConfig with(double[] buckets, DistributionStatisticConfig config) {
		return DistributionStatisticConfig.builder().serviceLevelObjectives(buckets).build().merge(config);
	}

	private static double[] nanos(double[] seconds) {
		return Arrays.stream(seconds).map((bucket) -> bucket * Duration.ofSeconds(1).toNanos()).toArray();
	}

}
