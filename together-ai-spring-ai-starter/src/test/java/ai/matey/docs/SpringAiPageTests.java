package ai.matey.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page's code is this package's code, its configuration starts an application, and
 * both run: on a fake server, with the page's lines alone.
 */
@FakeTogetherTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringAiPageTests {

	private static final Path PAGE = Path.of("..", "docs", "spring-ai.md");

	private static final Path SOURCES = Path.of("src/test/java/ai/matey/docs");

	private final Snippets snippets = new Snippets();

	private final FakeTogether fake;

	@SuppressWarnings("NullAway.Init")
	private ConfigurableApplicationContext context;

	@SuppressWarnings("NullAway.Init")
	private ChatClient chatClient;

	SpringAiPageTests(FakeTogether fake) {
		this.fake = fake;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).initializers((context) -> {
			var sources = context.getEnvironment().getPropertySources();
			sources.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("TOGETHER_API_KEY", "key-of-a-test")));
			sources
				.addFirst(new MapPropertySource("test", Map.of("together.base-url", this.fake.baseUrl(), "server.port",
						"0", "spring.ai.mcp.client.enabled", "false", "spring.ai.mcp.server.enabled", "false")));
			blocks("yaml").forEach((block) -> yaml(block).forEach(sources::addLast));
		}).run();
	}

	@BeforeEach
	void client() {
		this.chatClient = builder().build();
	}

	@AfterAll
	void close() {
		this.context.close();
	}

	static List<String> javaBlocks() {
		return blocks("java");
	}

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void codeOnThePageIsCompiled(String block) throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			assertThat(files.map(SpringAiPageTests::source)).anyMatch((source) -> source.contains(normalised(block)));
		}
	}

	@Test
	void theDependencyIsThisModule() throws IOException {
		String pom = normalised(Files.readString(Path.of("pom.xml")));
		assertThat(blocks("xml")).singleElement().satisfies((block) -> {
			String artifact = block.replaceAll("(?s).*(<artifactId>.*?</artifactId>).*", "$1");
			String version = block.replaceAll("(?s).*(<version>.*?</version>).*", "$1");
			assertThat(pom).contains(artifact, version);
		});
	}

	@Test
	void theControllerAnswersAndStreams() throws Exception {
		this.fake.enqueue(Reply.text("Because of Rayleigh."), Reply.text("Once upon a time"));
		assertThat(get("/ask?question=Why")).isEqualTo("Because of Rayleigh.");
		assertThat(get("/tell?wish=story")).contains("{\"text\":\"Once\"}").contains("{\"text\":\" upon\"}");
	}

	@Test
	void toolsRunAndTheAnswerHasAType() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}"),
				Reply.text("{\"city\":\"Rome\",\"days\":2}"));
		assertThat(this.snippets.plan(this.chatClient)).isEqualTo(new Snippets.Trip("Rome", 2));
		assertThat(this.fake.requests().get(1).body()).contains("Rain in Rome");
	}

	@Test
	void anEventLoopDoesNotWait() {
		StepVerifier
			.create(this.snippets.ask(this.chatClient, "Why is the sky blue?").subscribeOn(Schedulers.parallel()))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void theConversationIsRemembered() {
		ChatMemory memory = this.context.getBean(ChatMemory.class);
		this.snippets.remember(builder(), memory, "My name is James.");
		this.snippets.remember(builder(), memory, "What is my name?");
		assertThat(this.fake.requests().get(1).body()).contains("My name is James.");
	}

	@Test
	void answersComeFromDocuments() {
		SimpleVectorStore store = SimpleVectorStore.builder(this.context.getBean(EmbeddingModel.class)).build();
		store.add(List.of(new Document("The sky is blue."), new Document("Grass is green.")));
		this.snippets.answerFrom(store, this.context.getBean(Bridge.class), this.chatClient, "What is blue?");
		assertThat(this.fake.requests()).extracting((request) -> request.path())
			.endsWith("/v1/embeddings", "/v1/rerank", "/v1/chat/completions");
	}

	@Test
	void optionsAreSent() {
		this.snippets.think(this.chatClient, "Why?");
		assertThat(this.fake.requests().get(0).json().get("reasoning_effort").stringValue()).isEqualTo("low");
	}

	@Test
	void metadataIsRead() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		assertThat(this.snippets.report(Objects.requireNonNull(this.chatClient.prompt("Hello!").call().chatResponse())))
			.startsWith("meta-llama/Llama-3.3-70B-Instruct-Turbo used 5 tokens");
	}

	@Test
	void aNamedClientHasItsModel() {
		ChatModel model = BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.context.getBeanFactory(), ChatModel.class,
				"fast");
		this.snippets.fast(model).prompt("Hello!").call().content();
		assertThat(this.fake.requests().get(0).model()).isEqualTo("openai/gpt-oss-20b");
	}

	private ChatClient.Builder builder() {
		return this.context.getBean(ChatClient.Builder.class);
	}

	private String get(String path) throws Exception {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static List<PropertySource<?>> yaml(String block) {
		try {
			return new YamlPropertySourceLoader().load("page-" + block.hashCode(),
					new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> blocks(String language) {
		try {
			return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
				.matcher(Files.readString(PAGE))
				.results()
				.map((match) -> match.group(1))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String source(Path file) {
		try {
			return normalised(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String normalised(String code) {
		return code.replaceAll("\\s+", "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(AssistantController.class)
	static class Application {

	}

}
