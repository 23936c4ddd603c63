package ai.matey.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health and endpoint as operators ask for them.
 */
@GatewayTest
class OperationsTests {

	private final Gateway gateway;

	OperationsTests(@LocalServerPort int port) {
		this.gateway = new Gateway(port);
	}

	@Test
	void healthAndEndpointTellWhatWentWrong(@Autowired FakeTogether fake) throws Exception {
		this.gateway.chat(Gateway.HELLO);
		fake.enqueue(Reply.status(402).error("credit_limit", "You said Hello!"));
		this.gateway.chat(Gateway.HELLO);
		HttpResponse<String> health = this.gateway.get("/actuator/health/together");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(Gateway.json(health.body()).at("/details/reason").asString()).isEqualTo("billing");
		assertThat(this.gateway.get("/actuator/health/readiness").statusCode()).isNotEqualTo(503);
		HttpResponse<String> endpoint = this.gateway.get("/actuator/together");
		JsonNode client = Gateway.json(endpoint.body()).at("/clients/default");
		assertThat(client.at("/recentErrors/0/code").asString()).isEqualTo("QUOTA_EXCEEDED");
		assertThat(client.at("/problem/kind").asString()).isEqualTo("BILLING");
		assertThat(health.body() + endpoint.body()).doesNotContain("Hello", "You said");
		this.gateway.chat(Gateway.HELLO);
		assertThat(this.gateway.get("/actuator/health/together").statusCode()).isEqualTo(200);
	}

	@Test
	void endpointRefreshesTheListOfModels() throws Exception {
		HttpResponse<String> refreshed = this.gateway.post("/actuator/together", "", "content-type",
				"application/json");
		assertThat(refreshed.statusCode()).isEqualTo(200);
		assertThat(Gateway.json(refreshed.body()).at("/clients/default/models").asInt()).isPositive();
		assertThat(Gateway.json(this.gateway.get("/actuator/together").body())
			.at("/clients/default/models/age")
			.asString()).startsWith("PT");
	}

}
