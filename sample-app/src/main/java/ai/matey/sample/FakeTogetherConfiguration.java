package ai.matey.sample;

import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

import ai.matey.autoconfigure.together.TogetherConnectionDetails;
import ai.matey.test.together.FakeTogether;

/**
 * An embedded fake service, so that the sample runs without any configuration. As soon as
 * a server or a key is configured, that is used, and anything missing fails as in any
 * application.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(FakeTogetherConfiguration.NothingIsNamed.class)
class FakeTogetherConfiguration {

	private static final Log logger = LogFactory.getLog(FakeTogetherConfiguration.class);

	// Fast enough for any page, and gives the charts a limit to show
	private static final double REQUESTS_PER_SECOND = 100;

	@Bean
	FakeTogether fakeTogether() {
		FakeTogether fake = FakeTogether.builder().rateLimit(REQUESTS_PER_SECOND).logLimit(1).start();
		FakeResponses.addTo(fake);
		logger.info("Neither together.api-key nor together.base-url is set: all answers are made up by FakeTogether at "
				+ fake.baseUrl() + ". Set TOGETHER_API_KEY to talk to Together AI");
		return fake;
	}

	@Bean
	TogetherConnectionDetails fakeTogetherConnectionDetails(FakeTogether fake) {
		return new TogetherConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return fake.baseUrl();
			}

			@Override
			public String getApiKey() {
				return "fake-key";
			}

		};
	}

	/**
	 * Whether no property says where to send calls.
	 */
	static class NothingIsNamed implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return Stream.of("together.base-url", "together.api-key", "together.api-key-file")
				.noneMatch((property) -> StringUtils.hasText(environment.getProperty(property)));
		}

	}

}
