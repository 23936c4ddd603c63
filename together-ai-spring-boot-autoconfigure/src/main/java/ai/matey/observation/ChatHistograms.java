package ai.matey.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives the meters of calls the buckets that the OpenTelemetry conventions ask for, so
 * that quantiles can be computed over several instances. Times between chunks get finer
 * ones. What is configured for a meter elsewhere wins if that filter is applied later.
 * Stateless.
 */
public final class ChatHistograms implements MeterFilter {

	private static final double[] SECONDS = DoubleStream.iterate(0.01, (bucket) -> bucket * 2).limit(14).toArray();

	private static final double[] CHUNK_SECONDS = DoubleStream.iterate(0.001, (bucket) -> bucket * 2)
		.limit(14)
		.toArray();

	private static final double[] TOKENS = DoubleStream.iterate(1, (bucket) -> bucket * 4).limit(14).toArray();

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		return switch (id.getName()) {
			case DefaultChatObservationConvention.NAME, ChatMeterObservationHandler.TIME_TO_FIRST_CHUNK ->
				with(nanos(SECONDS), config);
			case ChatMeterObservationHandler.TIME_PER_OUTPUT_CHUNK -> with(nanos(CHUNK_SECONDS), config);
			case ChatMeterObservationHandler.TOKEN_USAGE -> with(TOKENS, config);
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
