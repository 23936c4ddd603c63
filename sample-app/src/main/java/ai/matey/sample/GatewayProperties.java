package ai.matey.sample;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the gateway.
 *
 * @param allowedHosts Host names under which the gateway may be called, besides
 * "localhost" and IP addresses. "*" allows all of them.
 * @param readTimeout Maximum time between two packets of a request.
 * @param requestTimeout Maximum time to receive a request.
 */
@ConfigurationProperties("gateway")
record GatewayProperties(@DefaultValue List<String> allowedHosts, @DefaultValue("20s") Duration readTimeout,
		@DefaultValue("2m") Duration requestTimeout) {

	GatewayProperties {
		allowedHosts = List.copyOf(allowedHosts);
	}

}
