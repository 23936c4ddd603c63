package ai.matey.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's code is this package's code, and it runs.
 */
@FakeTogetherTest
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Path SOURCES = Path.of("src/test/java/ai/matey/readme");

	private final Snippets snippets = new Snippets();

	private final TogetherAIBackendAdapter together;

	private final Bridge bridge;

	ReadmeTests(FakeTogether fake) {
		this.together = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey("key-of-a-test")
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.build();
		this.bridge = Bridge.builder(this.together).middleware(new Polite()).build();
	}

	@AfterEach
	void close() {
		this.together.close();
	}

	static Stream<String> javaBlocks() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(README))
			.results()
			.map((match) -> match.group(1));
	}

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void codeInTheReadmeIsCompiled(String block) throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			List<String> sources = files.map(ReadmeTests::normalised).toList();
			assertThat(sources).anyMatch((source) -> source.contains(normalised(block)));
		}
	}

	@Test
	void controllerAnswersAndStreams(FakeTogether fake) {
		fake.enqueue(Reply.text("Because of Rayleigh."), Reply.text("Once upon a time"));
		ChatController controller = new ChatController(this.bridge);
		assertThat(controller.ask("Why is the sky blue?").block(Duration.ofSeconds(5)))
			.isEqualTo("Because of Rayleigh.");
		assertThat(controller.tell("Tell me a story").collect(Collectors.joining()).block(Duration.ofSeconds(5)))
			.isEqualTo("Once upon a time");
		assertThat(fake.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.body()).contains("Be polite."));
	}

	@Test
	void blockingCodeAnswers(FakeTogether fake) {
		fake.enqueue(Reply.text("Short."));
		assertThat(this.snippets.summary(this.bridge, "A long text")).isEqualTo("Short.");
	}

	@Test
	void toolsAreAskedAndAnswered(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("get_weather", "{\"city\":\"Paris\"}"), Reply.text("It rains."));
		assertThat(this.snippets.tools(this.bridge)).isEqualTo("It rains.");
		assertThat(fake.requests().get(1).body()).contains("Rain in Paris");
	}

	@Test
	void structuredOutputIsJson() {
		assertThat(this.snippets.structured(this.bridge)).startsWith("{").contains("\"hex\"");
	}

	@Test
	void errorsBecomeAdvice(FakeTogether fake) {
		fake.enqueue(Reply.rateLimited(Duration.ofSeconds(7)));
		assertThat(this.snippets.answerOrAdvice(this.bridge, "Hello")).isEqualTo("Try again in 7 s.");
		fake.enqueue(Reply.status(400).error("invalid_request_error", "seed is not supported"));
		assertThat(this.snippets.answerOrAdvice(this.bridge, "Hello")).contains("Change the request")
			.contains("seed is not supported");
		fake.enqueue(Reply.status(503).error("service_unavailable", "full"));
		assertThat(this.snippets.answerOrAdvice(this.bridge, "Hello")).isEqualTo("Try again later.");
	}

	@Test
	void openAIFormatAnswersAndStreams() {
		assertThat(this.snippets.openai(this.bridge)).contains("sky").matches("(?s).*\\d+");
	}

	private static String normalised(Path file) {
		try {
			return normalised(Files.readString(file));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static String normalised(String code) {
		return code.replaceAll("\\s+", "");
	}

}
