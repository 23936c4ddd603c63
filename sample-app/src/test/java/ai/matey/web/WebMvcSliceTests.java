package ai.matey.web;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A controller's slice of Spring MVC with a fake server.
 */
@WebMvcTest(TextController.class)
@AutoConfigureFakeTogether(anyModel = true)
@TestPropertySource(properties = { "together.default-model=some/model", "together.web.problem-details=true",
		"spring.main.web-application-type=servlet" })
class WebMvcSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeTogether fake;

	@Test
	void theControllerAsksTheFake() {
		this.fake.enqueue(Reply.text("Because."), Reply.text("Because."));
		assertThat(this.mvc.get().uri("/blocking?question=Why")).hasStatusOk().hasBodyTextEqualTo("Because.");
		assertThat(this.mvc.get().uri("/mono?question=Why")).hasStatusOk().hasBodyTextEqualTo("Because.");
		assertThat(this.fake.requests()).hasSize(2).allSatisfy((request) -> assertThat(request.body()).contains("Why"));
	}

	@Test
	void failuresAreProblemDetails() {
		this.fake.enqueue(Reply.status(401).error("invalid_api_key", "no"));
		assertThat(this.mvc.get().uri("/blocking?question=Why")).hasStatus(502)
			.hasContentType("application/problem+json");
	}

}
