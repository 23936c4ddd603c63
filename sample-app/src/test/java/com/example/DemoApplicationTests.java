package com.example;

import org.junit.jupiter.api.Test;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
class DemoApplicationTests {

	@Test
	void answersAQuestion(FakeTogether fake) {
		fake.enqueue(Reply.text("Hello to you."));
		try (TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey("any")
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build()) {
			assertThat(new DemoApplication(Bridge.builder(together).build()).ask("Hello")).isEqualTo("Hello to you.");
		}
		assertThat(fake.requests()).singleElement()
			.satisfies((request) -> assertThat(request.body()).contains("Hello"));
	}

}
