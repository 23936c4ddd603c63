package ai.matey.springai.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import ai.matey.autoconfigure.together.metrics.TogetherMetricsAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that prevents calls to Together AI
 * from being counted twice. Spring AI's observation of a chat is the parent span of the
 * bridge's observation, which provides the meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherMetricsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
public final class TogetherModelMetersAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "togetherModelMeterFilter")
	MeterFilter togetherModelMeterFilter() {
		return new ModelMeterFilter();
	}

}
