package ai.matey.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are refused before they are sent, because the model's limit is known, look
 * to a client like those that the service rejects.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "together.retry.max-attempts=1", "together.pacing.max-wait=1s" })
@AutoConfigureFakeTogether
class PacedGatewayTests {

	private final FakeTogether fake;

	private final Gateway gateway;

	PacedGatewayTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.gateway = new Gateway(port);
	}

	@Test
	void refusedCallsTellWhenToComeAgain() throws Exception {
		this.fake.enqueue(Reply.status(429)
			.header("x-ratelimit-reset", "30")
			.error("rate_limit", "Too many requests", "dynamic_request_limited"));
		assertRefusal(this.gateway.chat(Gateway.HELLO));
		assertRefusal(this.gateway.chat(Gateway.HELLO));
		assertRefusal(this.gateway.chat(Gateway.HELLO_STREAM));
		assertThat(this.fake.requests()).hasSize(1);
	}

	private static void assertRefusal(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(response.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(20L, 60L);
		JsonNode error = Gateway.error(response);
		assertThat(error.path("message").stringValue()).isNotEmpty();
		assertThat(error.path("type").stringValue()).startsWith("rate_limit");
		assertThat(error.path("code").isString()).isTrue();
	}

}
