package ai.matey.sample;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.jar.JarFile;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import ai.matey.sample.Gateway.Events;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as the build packages it, started from the code that was generated ahead of
 * time.
 */
class AheadOfTimeIT {

	private static final String HINTS = "META-INF/native-image/ai.matey/sample-app/reachability-metadata.json";

	private static final String JAR = Objects.requireNonNull(System.getProperty("sample.jar"));

	private static ProcessedSample sample;

	private final Gateway gateway = new Gateway(sample.port());

	@BeforeAll
	static void start() throws Exception {
		sample = ProcessedSample.start(JAR);
	}

	@AfterAll
	static void stop() throws InterruptedException {
		sample.close();
	}

	@Test
	void isStartedFromGeneratedCode() {
		assertThat(sample.log()).contains("Starting AOT-processed SampleApplication");
	}

	@Test
	void chats() throws Exception {
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode answer = Gateway.json(response.body());
		assertThat(answer.at("/choices/0/message/content").asString()).contains("Made up by FakeTogether");
		assertThat(answer.at("/usage/total_tokens").asInt()).isPositive();
	}

	@Test
	void streams() throws Exception {
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.response().statusCode()).isEqualTo(200);
			assertThat(events.rest()).hasSizeGreaterThan(2).last().isEqualTo("[DONE]");
		}
	}

	@Test
	void listsModels() throws Exception {
		HttpResponse<String> response = this.gateway.get("/v1/models");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Gateway.json(response.body()).at("/data").size()).isPositive();
	}

	@Test
	void tellsItsHealthAndItsClients() throws Exception {
		this.gateway.chat(Gateway.HELLO);
		HttpResponse<String> health = this.gateway.get("/actuator/health/together");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(Gateway.json(health.body()).at("/details/reason").asString()).isEqualTo("fine");
		HttpResponse<String> clients = this.gateway.get("/actuator/together");
		assertThat(clients.statusCode()).isEqualTo(200);
		assertThat(Gateway.json(clients.body()).at("/clients/default/host").asString()).isEqualTo("localhost");
		assertThat(this.gateway.get("/actuator/prometheus").body()).contains("gen_ai_client_operation_duration");
	}

	/**
	 * What a native image would have to know.
	 */
	@Test
	void hintsNameWhatIsReadAndWrittenByReflection() throws Exception {
		try (JarFile jar = new JarFile(JAR)) {
			String hints = new String(jar.getInputStream(jar.getEntry(HINTS)).readAllBytes(), StandardCharsets.UTF_8);
			assertThat(hints).contains("ai.matey.frontend.openai.format.ChatCompletionRequest",
					"ai.matey.frontend.openai.format.ChatCompletionChunk", "ai.matey.sample.ModelList",
					"ai.matey.sample.EmbeddingList", "ai.matey.autoconfigure.together.TogetherClientProperties",
					"ai.matey.autoconfigure.together.actuate.TogetherEndpoint");
		}
	}

}
