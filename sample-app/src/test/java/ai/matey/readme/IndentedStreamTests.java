package ai.matey.readme;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that likes its JSON indented still streams: Spring puts {@code data:}
 * before each line of an object, and a client joins them again.
 */
class IndentedStreamTests {

	private static final String TEXT = "One\nline \"and\" another";

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(names = { "REACTIVE", "SERVLET" })
	void objectsOfSeveralLinesAreReadAsTheyWereSent(WebApplicationType type) throws Exception {
		try (FakeTogether fake = FakeTogether.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(ReadmeApplication.class,
						OpenAIController.class)
					.run("--server.port=0", "--server.address=127.0.0.1", "--together.api-key=some-key",
							"--together.base-url=" + fake.baseUrl(), "--together.default-model=some/model",
							"--spring.jackson.serialization.indent-output=true",
							"--spring.main.web-application-type=" + type.name().toLowerCase(Locale.ROOT))) {
			fake.enqueue(2, Reply.text(TEXT));
			int port = context.getBean(Environment.class).getRequiredProperty("local.server.port", int.class);
			List<String> tokens = events(port, "/tell?question=Hello");
			assertThat(tokens).hasSizeGreaterThan(1).allSatisfy((token) -> assertThat(token).contains("\n"));
			assertThat(joined(tokens, "/text")).isEqualTo(TEXT);
			assertThat(joined(events(port, "/chunks"), "/choices/0/delta/content")).isEqualTo(TEXT);
		}
	}

	private static String joined(List<String> events, String pointer) {
		return events.stream()
			.map(JsonMapper.shared()::readTree)
			.map((JsonNode event) -> event.at(pointer).asString(""))
			.collect(Collectors.joining());
	}

	/**
	 * The data of the events, by the rules of EventSource.
	 */
	private List<String> events(int port, String path) throws Exception {
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.header("accept", MediaType.TEXT_EVENT_STREAM_VALUE)
				.timeout(Duration.ofSeconds(10))
				.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		List<String> events = new ArrayList<>();
		for (String event : response.body().split("\n\n")) {
			assertThat(event.lines()).allMatch((line) -> line.startsWith("data:"));
			events.add(Arrays.stream(event.split("\n"))
				.map((line) -> line.substring("data:".length()).replaceFirst("^ ", ""))
				.collect(Collectors.joining("\n")));
		}
		return events;
	}

	/**
	 * Our own chunks, as they are.
	 */
	@RestController
	static class OpenAIController {

		private final Bridge bridge;

		OpenAIController(Bridge bridge) {
			this.bridge = bridge;
		}

		@GetMapping(path = "/chunks", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ChatCompletionChunk> chunks() {
			return this.bridge.with(new OpenAIFrontendAdapter())
				.chatStream(ChatCompletionRequest.builder().user("Hello").build());
		}

	}

}
