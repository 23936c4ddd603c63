package ai.matey.autoconfigure.together.observation;

import java.time.Duration;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;

import ai.matey.autoconfigure.together.BridgeAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.actuate.TogetherEndpointAutoConfiguration;
import ai.matey.autoconfigure.together.health.TogetherHealthContributorAutoConfiguration;
import ai.matey.autoconfigure.together.metrics.TogetherMetricsAutoConfiguration;
import ai.matey.autoconfigure.together.middleware.TogetherMiddlewareAutoConfiguration;
import ai.matey.test.together.FakeTogether;

/**
 * Small applications with the starter and the actuator.
 */
public final class ObservedContexts {

	/** The key that they send. */
	public static final String KEY = "sk-secret-of-this-test";

	/** How long a test waits for an answer. */
	public static final Duration TIMEOUT = Duration.ofSeconds(10);

	private ObservedContexts() {
	}

	/**
	 * An application that talks to a server without retries.
	 * @param fake the server
	 * @return its runner
	 */
	public static ApplicationContextRunner runner(FakeTogether fake) {
		return plain(fake)
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					WebClientObservationAutoConfiguration.class, HealthContributorAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, EndpointAutoConfiguration.class));
	}

	/**
	 * The same without the actuator.
	 * @param fake the server
	 * @return its runner
	 */
	public static ApplicationContextRunner plain(FakeTogether fake) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					ReactorAutoConfiguration.class, TogetherAutoConfiguration.class, BridgeAutoConfiguration.class,
					TogetherMiddlewareAutoConfiguration.class, TogetherObservationAutoConfiguration.class,
					TogetherMetricsAutoConfiguration.class, TogetherHealthContributorAutoConfiguration.class,
					TogetherEndpointAutoConfiguration.class))
			.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=" + KEY,
					"together.retry.max-attempts=1", "management.endpoints.web.exposure.include=*");
	}

}
