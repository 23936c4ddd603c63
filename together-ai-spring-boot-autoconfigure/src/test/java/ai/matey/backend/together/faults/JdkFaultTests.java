package ai.matey.backend.together.faults;

import java.net.http.HttpClient;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;

import org.springframework.http.client.reactive.JdkClientHttpConnector;

/**
 * Over the JDK's client.
 */
class JdkFaultTests extends ConnectorSuite {

	@Override
	boolean closes() {
		return false;
	}

	@Override
	Map<String, String> differences() {
		return Map.of("headers over the limit", "the JDK keeps to a limit of its own", "another protocol",
				"the JDK does not tell the status", "gzip body", "the JDK reads nothing compressed", "gzip bomb",
				"the JDK reads nothing compressed", "split bytes and gzip", "the JDK reads nothing compressed",
				"no gzip", "the JDK reads nothing compressed", "chunk of no size", "a cut stream for the JDK");
	}

	@Override
	Rig.Setup setup() {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		return super.setup().closesConnections(closes())
			.webClient((webClient) -> webClient.clientConnector(new JdkClientHttpConnector(client)));
	}

	/** Before Java 21 the JDK's client cannot be closed. */
	@AfterAll
	void dropConnections() {
		server().dropConnections();
	}

}
