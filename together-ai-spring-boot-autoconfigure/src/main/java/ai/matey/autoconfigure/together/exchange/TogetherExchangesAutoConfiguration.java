package ai.matey.autoconfigure.together.exchange;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the exchange log and its
 * endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class)
@ConditionalOnBean({ TogetherAIBackendAdapter.class, TogetherProperties.class })
public final class TogetherExchangesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TogetherExchanges togetherExchanges(TogetherProperties properties) {
		return new TogetherExchanges(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(TogetherExchangesEndpoint.class)
		TogetherExchangesEndpoint togetherExchangesEndpoint(TogetherExchanges exchanges) {
			return new TogetherExchangesEndpoint(exchanges);
		}

	}

}
