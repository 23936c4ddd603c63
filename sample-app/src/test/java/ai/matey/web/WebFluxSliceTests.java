package ai.matey.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A controller's slice of WebFlux with a fake server.
 */
@WebFluxTest(TextController.class)
@AutoConfigureFakeTogether(anyModel = true)
@TestPropertySource(properties = { "together.default-model=some/model", "together.web.problem-details=true" })
class WebFluxSliceTests {

	@Autowired
	private WebTestClient web;

	@Autowired
	private FakeTogether fake;

	@Test
	void theControllerAsksTheFake() {
		this.fake.enqueue(Reply.text("Because."), Reply.stream().tokens("Be cause").finish("stop").done());
		this.web.get()
			.uri("/mono?question=Why")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Because.");
		List<String> tokens = this.web.get()
			.uri("/stream?question=Why")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseBody()
			.collectList()
			.block();
		assertThat(tokens).isNotEmpty();
		assertThat(this.fake.requests()).hasSize(2);
	}

	@Test
	void failuresAreProblemDetails() {
		this.fake.enqueue(Reply.status(401).error("invalid_api_key", "no"));
		this.web.get()
			.uri("/mono?question=Why")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectHeader()
			.contentType("application/problem+json");
	}

}
