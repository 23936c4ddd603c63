package ai.matey.sample.page;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

import ai.matey.autoconfigure.together.TogetherConnectionDetails;
import ai.matey.test.together.FakeTogether;

/**
 * Tells the page where calls are sent, and whether all responses are made up.
 */
@Component
class ServiceInfo implements InfoContributor {

	private static final String TOGETHER = "https://api.together.ai/v1";

	private final Map<String, Object> details;

	ServiceInfo(TogetherConnectionDetails connection, ObjectProvider<FakeTogether> fake) {
		String baseUrl = Objects.requireNonNullElse(connection.getBaseUrl(), TOGETHER);
		boolean isFake = fake.stream().anyMatch((server) -> server.baseUrl().equals(baseUrl));
		this.details = Map.of("origin", origin(URI.create(baseUrl)), "fake", isFake);
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("together", this.details);
	}

	/**
	 * Return the URL without parts that may be secret.
	 */
	private static String origin(URI url) {
		return url.getScheme() + "://" + url.getHost() + ((url.getPort() != -1) ? ":" + url.getPort() : "");
	}

}
