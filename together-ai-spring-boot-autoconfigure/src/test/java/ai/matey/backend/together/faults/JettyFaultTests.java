package ai.matey.backend.together.faults;

import java.util.Map;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.http.client.reactive.JettyClientHttpConnector;

import ai.matey.backend.together.settings.TogetherHttp;

/**
 * Over Jetty's client.
 */
class JettyFaultTests extends ConnectorSuite {

	@Override
	Map<String, String> differences() {
		return Map.of("close in the middle of the head", "no HTTP at all for Jetty, so not retried",
				"headers over the limit", "no HTTP at all for Jetty, so the property is not named", "chunk of no size",
				"a cut stream for Jetty");
	}

	@Override
	Rig.Setup setup() {
		HttpClient client = new HttpClient();
		client.setFollowRedirects(false);
		client.setMaxResponseHeadersSize(TogetherHttp.DEFAULT.maxHeaderSize());
		return super.setup().webClient((webClient) -> webClient.clientConnector(new JettyClientHttpConnector(client)))
			.builder((builder) -> builder.onClose(() -> LifeCycle.stop(client)));
	}

}
