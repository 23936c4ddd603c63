package ai.matey.autoconfigure.together.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import ai.matey.autoconfigure.together.observation.TogetherObservationAutoConfiguration;
import ai.matey.observation.BackendMeters;
import ai.matey.observation.BoundedNames;
import ai.matey.observation.GenAiMeterFilter;
import ai.matey.observation.GenAiMeterObservationHandler;
import ai.matey.observation.KnownRateLimits;
import ai.matey.observation.PacingMeters;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters of Together AI calls.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherObservationAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, KnownRateLimits.class })
public final class TogetherMetricsAutoConfiguration {

	private static final String PREFIX = "together.client";

	/**
	 * Before Boot's filter, so that {@code management.metrics.distribution.*} takes
	 * precedence.
	 */
	private static final int FILTER_ORDER = -100;

	@Bean
	@ConditionalOnMissingBean
	@Order(FILTER_ORDER)
	GenAiMeterFilter genAiMeterFilter() {
		return new GenAiMeterFilter();
	}

	@Bean
	@ConditionalOnMissingBean
	GenAiMeterObservationHandler genAiMeterObservationHandler(MeterRegistry registry) {
		return new GenAiMeterObservationHandler(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	MiddlewareMeters togetherMiddlewareMeters(MeterRegistry registry) {
		return new MiddlewareMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	BackendMeters togetherBackendMeters(MeterRegistry registry, KnownRateLimits limits, BoundedNames models) {
		return new BackendMeters(registry, PREFIX, limits, models);
	}

	@Bean
	@ConditionalOnMissingBean
	PacingMeters togetherPacingMeters(MeterRegistry registry, BoundedNames models) {
		return new PacingMeters(registry, PREFIX, models);
	}

}
