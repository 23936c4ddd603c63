package ai.matey.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.openai.errors.OpenAIException;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.databind.JsonNode;

import ai.matey.errors.AuthenticationException;
import ai.matey.errors.NetworkException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The table in {@code docs/spring-ai.md}, one test for each row: the same code on the
 * same server, first with this starter, then with Spring AI's OpenAI starter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).rateLimit(1000).start();

	private final Side together = Side.together(this.fake, "--together.timeout.idle=1s",
			"--together.retry.initial-backoff=1ms");

	private final Side openAi = openAi(this.fake);

	@BeforeEach
	void reset() {
		this.fake.reset();
	}

	@AfterAll
	void close() {
		this.together.close();
		this.openAi.close();
		this.fake.close();
	}

	@Test
	void aStreamThatStalls() throws InterruptedException {
		Reply stalled = Reply.stream().tokens("Once upon").stall();
		this.fake.enqueue(stalled);
		assertThatExceptionOfType(StreamException.class).isThrownBy(() -> read(this.together))
			.withMessageContaining("together.timeout.idle (PT1S)");
		hangs(stalled, ComparisonTests::read);
	}

	@Test
	void aStreamThatIsCutShort() {
		Reply cut = Reply.stream().tokens("Once upon").missingEnd();
		this.fake.enqueue(cut);
		assertThatExceptionOfType(StreamException.class).isThrownBy(() -> read(this.together))
			.withMessageContaining("incomplete");
		this.fake.enqueue(cut);
		assertThat(read(this.openAi)).containsExactly("Once", " upon");
	}

	@Test
	void aStreamThatFailsBeforeItsFirstToken() {
		this.fake.enqueue(Reply.stream().errorEvent("server_error", "Overheated"), Reply.text("Once"));
		assertThat(read(this.together)).containsExactly("Once");
		this.fake.enqueue(Reply.stream().errorEvent("server_error", "Overheated"));
		assertThatExceptionOfType(OpenAIException.class).isThrownBy(() -> read(this.openAi));
	}

	@Test
	void aModelThatReportsAnErrorAsItsFinishReason() {
		Reply failed = Reply.stream().finish("error").done();
		this.fake.enqueue(failed, Reply.text("Once"));
		assertThat(read(this.together)).containsExactly("Once");
		this.fake.enqueue(failed);
		assertThat(read(this.openAi)).isEmpty();
	}

	@Test
	void aConnectionThatIsLost() {
		this.fake.enqueue(10, Reply.close());
		assertThat(catchThrowable(() -> ask(this.together))).isInstanceOf(NetworkException.class)
			.satisfies((ex) -> assertThat(DisconnectedClientHelper.isClientDisconnectedException(ex)).isFalse());
		assertThat(catchThrowable(() -> ask(this.openAi))).isInstanceOf(OpenAIException.class)
			.satisfies((ex) -> assertThat(DisconnectedClientHelper.isClientDisconnectedException(ex)).isTrue());
	}

	@Test
	void embeddingsAndImages() {
		assertThat(this.together.context.getBean(EmbeddingModel.class).embed("Hello!")).hasSize(1024);
		assertThatExceptionOfType(OpenAIException.class)
			.isThrownBy(() -> this.openAi.context.getBean(EmbeddingModel.class).embed("Hello!"))
			.withMessageContaining("`usage` is not set");
		ImagePrompt cat = new ImagePrompt("A cat");
		assertThat(this.together.context.getBean(ImageModel.class).call(cat).getResults()).hasSize(1);
		assertThatExceptionOfType(OpenAIException.class)
			.isThrownBy(() -> this.openAi.context.getBean(ImageModel.class).call(cat))
			.withMessageContaining("`created` is not set");
	}

	@Test
	void aServerThatAsksToWaitForMinutes() throws InterruptedException {
		this.fake.enqueue(Reply.rateLimited(Duration.ofMinutes(5)));
		assertThatExceptionOfType(RateLimitException.class)
			.isThrownBy(() -> this.together.chatClient()
				.prompt("Hello!")
				.options(ChatOptions.builder().model("a/busy-model"))
				.call()
				.content())
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMinutes(5)));
		hangs(Reply.rateLimited(Duration.ofMinutes(5)), ComparisonTests::ask);
	}

	@Test
	void tokensThatCameFromTheCache() {
		Reply cached = Reply.json("""
				{"id":"id-1","object":"chat.completion","created":1,"model":"a/model","choices":[{"index":0,
				"message":{"role":"assistant","content":"42"},"finish_reason":"stop","logprobs":null}],
				"usage":{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11,"cached_tokens":6}}""");
		this.fake.enqueue(cached, cached);
		assertThat(metadata(this.together).getUsage().getCacheReadInputTokens()).isEqualTo(6);
		assertThat(metadata(this.openAi).getUsage().getCacheReadInputTokens()).isNull();
	}

	@Test
	void limits() {
		assertThat(metadata(this.together).getRateLimit().getRequestsLimit()).isEqualTo(1000);
		assertThat(metadata(this.openAi).getRateLimit()).isInstanceOf(EmptyRateLimit.class);
	}

	@Test
	void topK() {
		Function<Side, JsonNode> sent = (side) -> {
			side.chatClient().prompt("Hello!").options(ChatOptions.builder().topK(40)).call().content();
			return this.fake.takeRequest(TIMEOUT).json().path("top_k");
		};
		assertThat(sent.apply(this.together).intValue()).isEqualTo(40);
		assertThat(sent.apply(this.openAi).isMissingNode()).isTrue();
	}

	@Test
	void reasoningThatGoesBack() {
		Function<Side, JsonNode> sent = (side) -> {
			this.fake.reset();
			this.fake.enqueue(Reply.toolCall("weather", "{}").reasoning("I need the weather."), Reply.text("Rain."));
			side.chatClient().prompt("Is it raining?").tools(new Weather()).call().content();
			return this.fake.requests().get(1).json().at("/messages/1");
		};
		assertThat(sent.apply(this.together).get("reasoning").stringValue()).isEqualTo("I need the weather.");
		assertThat(sent.apply(this.openAi).has("reasoning")).isFalse();
	}

	@Test
	void errorsThatSayWhatToDo() {
		Reply rejected = Reply.status(401).error("invalid_api_key", "Wrong key");
		this.fake.enqueue(rejected, rejected);
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(this.together))
			.withMessageContaining("together.api-key");
		assertThatExceptionOfType(OpenAIException.class).isThrownBy(() -> ask(this.openAi))
			.withMessage("401: Wrong key");
	}

	@Test
	void theProviderInMetersAndTraces() {
		ask(this.together);
		ask(this.openAi);
		MeterRegistry ours = this.together.context.getBean(MeterRegistry.class);
		assertThat(ours.get("gen_ai.client.operation.duration").timer().getId().getTag("gen_ai.provider.name"))
			.isEqualTo("together_ai");
		MeterRegistry theirs = this.openAi.context.getBean(MeterRegistry.class);
		assertThat(theirs.get("gen_ai.client.operation").timer().getId().getTag("gen_ai.system")).isEqualTo("openai");
	}

	@Test
	void librariesThatComeAlong() {
		for (String library : List.of("okhttp3.OkHttpClient", "kotlin.Unit",
				"com.fasterxml.jackson.databind.ObjectMapper", "com.openai.client.OpenAIClient")) {
			assertThat(this.openAi.context.getBeanFactory().getBeanClassLoader())
				.satisfies((classes) -> assertThat(Objects.requireNonNull(classes).loadClass(library)).isNotNull());
		}
	}

	/**
	 * What is no row of the table: both do it.
	 */
	@Test
	void theSameInBoth() {
		for (Side side : List.of(this.together, this.openAi)) {
			this.fake.reset();
			this.fake.enqueue(Reply.status(503).error("service_unavailable", "Full"), Reply.text("Hi.").usage(7, 4));
			ChatResponse last = Objects
				.requireNonNull(side.chatClient().prompt("Hello!").stream().chatResponse().blockLast(TIMEOUT));
			assertThat(this.fake.requests()).hasSize(2);
			assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(11);
			this.fake.enqueue(Reply.rateLimited(Duration.ofSeconds(1)), Reply.text("Hi."));
			assertThat(ask(side)).isEqualTo("Hi.");
			this.fake.enqueue(Reply.stream().tokens("Once").endless(" more"));
			side.chatClient().prompt("A story!").stream().content().take(3).blockLast(TIMEOUT);
			this.fake.await(RecordedRequest::closedEarly, TIMEOUT);
		}
	}

	@Test
	void everyRowOfTheTableHasItsTest() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "spring-ai.md"));
		List<String> tests = Pattern.compile("`ComparisonTests\\.(\\w+)`")
			.matcher(page)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(tests).hasSizeGreaterThan(10)
			.allSatisfy((name) -> assertThat(getClass().getDeclaredMethod(name)).isNotNull());
	}

	private static List<String> read(Side side) {
		return Objects.requireNonNull(
				side.chatClient().prompt("Tell me a story.").stream().content().collectList().block(TIMEOUT));
	}

	private static String ask(Side side) {
		return Objects.requireNonNull(side.chatClient().prompt("Hello!").call().content());
	}

	private static ChatResponseMetadata metadata(Side side) {
		ChatClient client = side.chatClient();
		return Objects.requireNonNull(client.prompt("Hello!").call().chatResponse()).getMetadata();
	}

	/**
	 * With the OpenAI starter a call neither gives up nor says anything for three
	 * seconds, though its time-out is one. Nobody knows when it ends, so it has a server
	 * of its own.
	 */
	private static void hangs(Reply reply, Consumer<Side> call) throws InterruptedException {
		try (FakeTogether server = FakeTogether.start(); Side openAi = openAi(server)) {
			server.enqueue(reply);
			Thread caller = new Thread(() -> call.accept(openAi), "hanging call");
			caller.setDaemon(true);
			caller.start();
			server.takeRequest(TIMEOUT);
			caller.join(Duration.ofSeconds(3).toMillis());
			assertThat(caller.isAlive()).isTrue();
			assertThat(server.requests()).hasSize(1);
		}
	}

	private static Side openAi(FakeTogether server) {
		return Side.openAi(server, "--spring.ai.openai.timeout=1s", "--spring.ai.openai.chat.timeout=1s");
	}

	static class Weather {

		@Tool(description = "The weather")
		String weather() {
			return "rain";
		}

	}

}
