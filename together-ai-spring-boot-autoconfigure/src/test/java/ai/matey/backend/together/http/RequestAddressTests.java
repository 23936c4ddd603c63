package ai.matey.backend.together.http;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.ir.IRChatRequest;

import static org.assertj.core.api.Assertions.assertThat;

class RequestAddressTests {

	private static final String ANSWER = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
			+ "\"finish_reason\":\"stop\"}]}";

	@Test
	void requestsGoBelowTheBaseUrlAndAreObservedByTheirPath() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		AtomicReference<URI> sentTo = new AtomicReference<>();
		try (TogetherAIBackendAdapter backend = TogetherAIBackendAdapter.builder()
			.apiKey("some-api-key")
			.baseUrl("http://localhost:1/some%20where")
			.webClientBuilder(WebClient.builder().observationRegistry(observations).exchangeFunction((request) -> {
				sentTo.set(request.url());
				return Mono.just(ClientResponse.create(HttpStatus.OK)
					.header("content-type", "application/json")
					.body(ANSWER)
					.build());
			}))
			.build()) {
			backend.execute(IRChatRequest.builder().model("some/model").user("Hello").build()).block();
		}
		assertThat(sentTo.get()).hasToString("http://localhost:1/some%20where/chat/completions");
		TestObservationRegistryAssert.assertThat(observations)
			.hasObservationWithNameEqualTo("http.client.requests")
			.that()
			.hasLowCardinalityKeyValue("uri", "/chat/completions");
	}

}
