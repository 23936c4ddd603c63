package ai.matey.autoconfigure.together;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application says when it does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					together.base-url                      | ftp://example.org                | must begin with https://
					together.base-url                      | http://together_proxy:8080       | host 'together_proxy' contains an underscore
					together.base-url                      | http://together_proxy            | host 'together_proxy' contains an underscore
					together.base-url                      | http://localhost:port            | port 'port' is not a number
					together.base-url                      | http://localhost:99999           | port must be between 1 and 65535
					together.base-url                      | http://-host:80                  | host '-host' is not a valid host name
					together.base-url                      | http://:80                       | has no host
					together.base-url                      | http://user:secret@my_host       | must not contain a user name
					together.base-url                      | http://localhost:80/v1/chat/completions/ | must end before the path of an endpoint
					together.base-url                      | http://localhost:80/v1/models    | must end before the path of an endpoint
					together.base-url                      | http://${no.such.host}:80        | placeholder that could not be resolved
					together.timeout.connect               | 60d                              | must not be longer than 24 days
					together.base-url                      | api.together.ai                  | must begin with https://
					together.base-url                      | https://user:secret@example.org  | must not contain a user name
					together.timeout.first-token           | -1s                              | must be longer than zero but is PT-1S
					together.timeout.total                 | 0                                | must be longer than zero
					together.retry.max-attempts            | 0                                | must be at least 1
					together.retry.jitter                  | 2                                | must be between 0 and 1
					together.http.max-connections          | 0                                | must be larger than zero
					together.http.max-in-memory-size       | 3GB                              | must be less than 2 GB
					together.http.proxy.port               | 70000                            | must be between 1 and 65535
					together.models.cache-ttl              | -1s                              | must not be negative
					together.ssl.bundle                    | absent                           | There is no SSL bundle 'absent'
					together.clients.fast.base-url         | ftp://example.org                | must begin with https://
					together.clients.fast.timeout.idle     | -1s                              | must be longer than zero
					together.clients.fast.retry.multiplier | 0                                | must be at least 1
					together.clients.default               | x                                | reserved for the client
					""")
	void aWrongSettingIsExplained(String property, String value, String problem, CapturedOutput output) {
		String name = property.equals("together.clients.default") ? property + ".default-model" : property;
		fails(Application.class, name + "=" + value,
				property.contains("proxy") ? "together.http.proxy.host=proxy" : "together.default-model=x");
		assertThat(output).contains("The property '" + property + "' is invalid")
			.contains(problem)
			.contains("Action:")
			.doesNotContain("secret@");
	}

	@Test
	void aDurationThatIsNoneIsExplainedByBoot(CapturedOutput output) {
		fails(Application.class, "together.timeout.connect=soon");
		assertThat(output).contains("Failed to bind properties under 'together.timeout.connect'");
	}

	@Test
	void aHeaderIsExplainedWithoutItsValue(CapturedOutput output) {
		fails(Application.class, "together.headers.x-team=secret\u00e9");
		assertThat(output).contains("The property 'together.headers.x-team' is invalid").doesNotContain("secret\u00e9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization", "Accept", "content-type", "content-length", "x-retry-count" })
	void aHeaderThatTheClientSetsItselfIsRefused(String name, CapturedOutput output) {
		fails(Application.class, "together.headers." + name + "=some-secret");
		assertThat(output).contains("The property 'together.headers." + name + "' is invalid")
			.contains("The client sets this header itself")
			.doesNotContain("some-secret");
	}

	@Test
	void aKeyThatIsNoneIsExplainedWithoutItsValue(CapturedOutput output) {
		fails(Application.class, "together.api-key=my\u00e9key");
		assertThat(output).contains("The property 'together.api-key' is invalid").doesNotContain("my\u00e9key");
	}

	@Test
	void anUnknownClientIsNamedWithTheKnownOnes(CapturedOutput output) {
		fails(UnknownClient.class, "together.clients.fast.api-key=x", "together.clients.spare.api-key=y");
		assertThat(output).contains("A Bridge of the Together AI client 'fsat' is required, but")
			.contains("fast")
			.contains("spare")
			.contains("together.clients.fsat");
	}

	@Test
	void severalPrimariesAreNamed(CapturedOutput output) {
		fails(TwoPrimaries.class);
		assertThat(output).contains("Several beans of type TogetherAIBackendAdapter are primary: [first, second]")
			.contains("Make only one of them primary");
	}

	private static void fails(Class<?> application, String... properties) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.bannerMode(org.springframework.boot.Banner.Mode.OFF)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new))
			.close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration.class,
			WebClientAutoConfiguration.class, TogetherAutoConfiguration.class, BridgeAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownClient extends Application {

		@Bean
		String user(@Qualifier("fsat") Bridge bridge) {
			return bridge.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoPrimaries extends Application {

		@Bean
		@Primary
		TogetherAIBackendAdapter first() {
			return TogetherAIBackendAdapter.builder().build();
		}

		@Bean
		@Primary
		TogetherAIBackendAdapter second() {
			return TogetherAIBackendAdapter.builder().build();
		}

		@Bean
		String user(TogetherAIBackendAdapter adapter) {
			return adapter.clientName();
		}

	}

}
