package ai.matey.readme;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The README's code is this package's code, and it runs.
 */
@FakeTogetherTest
class ReadmeTests {

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

	@Test
	void controllerAnswersAndStreams(FakeTogether fake) {
		fake.enqueue(Reply.text("Because of Rayleigh."), Reply.text("Once upon a time"));
		ChatController controller = new ChatController(this.bridge);
		assertThat(controller.ask("Why is the sky blue?")).isEqualTo("Because of Rayleigh.");
		assertThat(asABrowserReads(controller)).isEqualTo("Once upon a time");
		assertThat(fake.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.body()).contains("Be polite."));
	}

	@Test
	void aBrowserIsToldOfTheEnd(FakeTogether fake) {
		BrowserController controller = new BrowserController(this.bridge);
		fake.enqueue(Reply.text("Once upon"), Reply.stream().tokens("Once").missingEnd(), Reply.status(400));
		assertThat(events(controller)).containsExactly("token {\"text\":\"Once\"}", "token {\"text\":\" upon\"}",
				"done {\"text\":\"\"}");
		assertThat(events(controller)).containsExactly("token {\"text\":\"Once\"}",
				"failed {\"text\":\"STREAM_INTERRUPTED\"}");
		assertThat(events(controller)).containsExactly("failed {\"text\":\"INVALID_REQUEST\"}");
	}

	private static List<String> events(BrowserController controller) {
		return WebTestClient.bindToController(controller)
			.build()
			.get()
			.uri("/tell?question=Tell")
			.exchange()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.getResponseBody()
			.map((event) -> event.event() + " " + event.data())
			.collectList()
			.block(Duration.ofSeconds(5));
	}

	/**
	 * By the rules of EventSource, which takes one space away behind the colon.
	 */
	private static String asABrowserReads(ChatController controller) {
		byte[] body = WebTestClient.bindToController(controller)
			.build()
			.get()
			.uri("/tell?question=Tell")
			.exchange()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.expectBody()
			.returnResult()
			.getResponseBody();
		return new String(body, StandardCharsets.UTF_8).lines()
			.filter((line) -> line.startsWith("data:"))
			.map((line) -> line.substring("data:".length()).replaceFirst("^ ", ""))
			.map((data) -> JsonMapper.shared().readTree(data).path("text").stringValue())
			.collect(Collectors.joining());
	}

	@Test
	void reactiveControllerAnswers(FakeTogether fake) {
		fake.enqueue(Reply.text("Because of Rayleigh."));
		assertThat(new ReactiveChatController(this.bridge).ask("Why?").block(Duration.ofSeconds(5)))
			.isEqualTo("Because of Rayleigh.");
	}

	@Test
	void aTenantHasAKey(FakeTogether fake) {
		try (TogetherAIBackendAdapter tenants = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKeySupplier(this.snippets.perTenant(Map.of("acme", "key-of-acme")))
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build()) {
			Bridge bridge = Bridge.builder(tenants).build();
			WebTestClient client = WebTestClient.bindToController(new ReactiveChatController(bridge))
				.webFilter(this.snippets.tenants())
				.build();
			client.get().uri("/ask?question=Why").header("x-tenant", "acme").exchange().expectStatus().isOk();
			assertThat(fake.requests()).extracting((request) -> request.header("authorization"))
				.containsExactly("Bearer key-of-acme");
			assertThat(this.snippets.askFor(bridge, "acme", "Why").block(Duration.ofSeconds(5))).isNotEmpty();
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> this.snippets.askFor(bridge, "other", "Why").block(Duration.ofSeconds(5)))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_API_KEY));
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> bridge.chat(IRChatRequest.of("Why")).block(Duration.ofSeconds(5)))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE));
		}
	}

	@Test
	void blockingCodeAnswers(FakeTogether fake) {
		fake.enqueue(Reply.text("Short."));
		assertThat(this.snippets.summary(this.bridge, "A long text")).isEqualTo("Short.");
	}

	@Test
	void conversationGoesOnAndHasPictures(FakeTogether fake) {
		fake.enqueue(Reply.text("A cat."), Reply.text("Black."));
		IRChatResponse first = this.snippets.about(this.bridge, "https://example.org/cat.png")
			.block(Duration.ofSeconds(5));
		assertThat(fake.requests().get(0).body()).contains("image_url", "https://example.org/cat.png");
		IRChatRequest request = IRChatRequest.of("What is in this picture?");
		assertThat(
				this.snippets.next(this.bridge, request, first, "Of which colour?").block(Duration.ofSeconds(5)).text())
			.isEqualTo("Black.");
		assertThat(fake.requests().get(1).json().get("messages").findValuesAsString("content"))
			.containsExactly("Be polite.", "What is in this picture?", "A cat.", "Of which colour?");
	}

	@Test
	void streamIsPrintedAndAssembled(FakeTogether fake) {
		fake.enqueue(Reply.text("Once upon a time"));
		assertThat(this.snippets.printed(this.bridge, "Tell me").block(Duration.ofSeconds(5)).text())
			.isEqualTo("Once upon a time");
	}

	@Test
	void modelsAreFiltered() {
		assertThat(this.snippets.longContextChatModels(this.bridge).block(Duration.ofSeconds(5)).models())
			.allSatisfy((model) -> assertThat(model.type()).isEqualTo("chat"));
	}

	@Test
	void scriptAnswersAndCallsMayWait(FakeTogether fake) {
		this.snippets.tooMany(fake);
		assertThatExceptionOfType(RateLimitException.class)
			.isThrownBy(() -> this.snippets.inTheBackground(this.bridge, IRChatRequest.of("Hello"))
				.block(Duration.ofSeconds(5)))
			.satisfies((failure) -> assertThat(failure.retryAfter()).hasSeconds(7));
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

}
