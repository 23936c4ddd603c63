package ai.matey.autoconfigure.together.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.autoconfigure.together.exchange.Exchange.Outcome;
import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRTool;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class TogetherExchangesTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String PROMPT = "Tell nobody about the blue elephant";

	private static final String MODEL = "openai/gpt-oss-20b";

	@Test
	void nothingIsKeptUnlessToldSo(FakeTogether fake) {
		runner(fake).run((context) -> {
			chat(context);
			assertThat(endpoint(context).exchanges().clients()).isEmpty();
		});
	}

	@Test
	void plainCallIsKeptWithoutKeyAndTexts(FakeTogether fake) {
		runner(fake).withPropertyValues("together.exchanges.enabled=true", "together.headers.x-secret=very-secret")
			.run((context) -> {
				String text = chat(context).text();
				Exchange exchange = latest(context);
				assertThat(exchange.method()).isEqualTo("POST");
				assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
				assertThat(exchange.status()).isEqualTo(200);
				assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETE);
				assertThat(exchange.requestBody()).contains("\"model\":\"" + MODEL + "\"",
						"[" + PROMPT.length() + " chars]");
				assertThat(exchange.responseBody()).contains("\"finish_reason\":\"stop\"", "completion_tokens");
				assertThat(exchange.requestHeaders()).containsEntry("authorization", List.of("[removed]"))
					.containsEntry("x-secret", List.of("[removed]"));
				assertThat(JSON.writeValueAsString(endpoint(context).exchanges())).doesNotContain(PROMPT,
						ObservedContexts.KEY, "very-secret", text, "elephant");
			});
	}

	@Test
	void streamsToolsErrorsAndVectorsAreKeptWithoutTexts(FakeTogether fake) {
		fake.enqueue(Reply.toolCall("find_elephant", "{\"colour\":\"blue elephant\"}"), Reply.status(400)
			.error("invalid_request_error", "You said " + PROMPT + " with " + ObservedContexts.KEY));
		runner(fake).withPropertyValues("together.exchanges.enabled=true").run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			IRChatRequest request = request().mutate()
				.tool(new IRTool("find_elephant", "Finds the blue elephant",
						Map.of("type", "object", "properties", Map.of("elephant", Map.of("type", "string")))))
				.build();
			bridge.chatStream(request).blockLast(ObservedContexts.TIMEOUT);
			bridge.chatStream(request()).onErrorComplete().blockLast(ObservedContexts.TIMEOUT);
			bridge.chatStream(request()).blockLast(ObservedContexts.TIMEOUT);
			bridge
				.embed(IREmbedRequest.builder()
					.model("intfloat/multilingual-e5-large-instruct")
					.input(List.of(PROMPT))
					.build())
				.block(ObservedContexts.TIMEOUT);
			List<Exchange> exchanges = exchanges(context);
			assertThat(exchanges).extracting(Exchange::status).containsExactly(200, 200, 400, 200);
			assertThat(exchanges.get(0).responseBody()).contains(" numbers]");
			assertThat(exchanges.get(1).responseBody()).contains("data: {", "data: [DONE]", "\"finish_reason\"");
			assertThat(exchanges.get(2).responseBody()).contains("invalid_request_error");
			assertThat(JSON.writeValueAsString(exchanges)).doesNotContain(PROMPT, ObservedContexts.KEY, "elephant\"",
					"blue");
		});
	}

	@Test
	void textsAreKeptIfToldSoButNeverTheKey(FakeTogether fake) {
		fake.enqueue(Reply.status(401).error("invalid_api_key", "Wrong key " + ObservedContexts.KEY));
		runner(fake).withPropertyValues("together.exchanges.enabled=true", "together.exchanges.include-content=true")
			.run((context) -> {
				assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> chat(context));
				Exchange exchange = latest(context);
				assertThat(exchange.requestBody()).contains(PROMPT);
				assertThat(exchange.responseBody()).contains("Wrong key [key]").doesNotContain(ObservedContexts.KEY);
				assertThat(exchange.toString()).doesNotContain(PROMPT);
			});
	}

	@Test
	void secretsOfOtherHeadersAreKeptNowhere(FakeTogether fake) {
		String secret = "very-secret-value";
		fake.enqueue(
				Reply.status(401).error("invalid_api_key", "Wrong " + secret).header("x-echo", "It was " + secret));
		runner(fake)
			.withPropertyValues("together.exchanges.enabled=true", "together.exchanges.include-content=true",
					"together.headers.x-api-key=" + secret, "together.headers.x-short=id")
			.run((context) -> {
				assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> chat(context));
				Exchange exchange = latest(context);
				assertThat(exchange.responseBody()).contains("Wrong [key]", "invalid_api_key");
				assertThat(exchange.responseHeaders()).containsEntry("x-echo", List.of("It was [key]"));
				assertThat(JSON.writeValueAsString(exchange)).doesNotContain(secret);
			});
	}

	@Test
	void everyAttemptIsAnExchange(FakeTogether fake) {
		fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		runner(fake)
			.withPropertyValues("together.exchanges.enabled=true", "together.retry.max-attempts=2",
					"together.retry.initial-backoff=1ms")
			.run((context) -> {
				chat(context);
				assertThat(exchanges(context)).extracting(Exchange::status).containsExactly(200, 503);
			});
	}

	@Test
	void endlessStreamStaysWithinTheBytes(FakeTogether fake) {
		fake.enqueue(Reply.stream().endless("word "));
		runner(fake).withPropertyValues("together.exchanges.enabled=true", "together.exchanges.max-size=16KB")
			.run((context) -> {
				context.getBean(Bridge.class).chatStream(request()).take(2000).blockLast(ObservedContexts.TIMEOUT);
				ExchangeLog log = Objects.requireNonNull(context.getBean(TogetherExchanges.class).log("default"));
				assertThat(log.size()).isPositive().isLessThanOrEqualTo(4096);
				Exchange exchange = latest(context);
				assertThat(exchange.truncated()).isTrue();
				assertThat(exchange.outcome()).isEqualTo(Outcome.CANCELLED);
				assertThat(exchange.responseBody()).hasSizeLessThanOrEqualTo(4096).startsWith("data: {");
			});
	}

	@Test
	void manyExchangesStayWithinCountAndBytes(FakeTogether fake) {
		runner(fake)
			.withPropertyValues("together.exchanges.enabled=true", "together.exchanges.max-count=3",
					"together.exchanges.max-size=16KB")
			.run((context) -> {
				for (int i = 0; i < 12; i++) {
					chat(context);
				}
				ExchangeLog log = Objects.requireNonNull(context.getBean(TogetherExchanges.class).log("default"));
				assertThat(log.size()).isPositive().isLessThanOrEqualTo(16 * 1024);
				assertThat(exchanges(context)).hasSizeLessThanOrEqualTo(3)
					.extracting(Exchange::id)
					.startsWith(12L, 11L);
				endpoint(context).clear();
				assertThat(log.size()).isZero();
				assertThat(exchanges(context)).isEmpty();
			});
	}

	@Test
	void cancelledCallIsKeptAsFarAsItCame(FakeTogether fake) {
		fake.enqueue(Reply.stream().tokens("one").stall());
		runner(fake).withPropertyValues("together.exchanges.enabled=true").run((context) -> {
			context.getBean(Bridge.class).chatStream(request()).blockFirst(ObservedContexts.TIMEOUT);
			Exchange exchange = latest(context);
			assertThat(exchange.outcome()).isEqualTo(Outcome.CANCELLED);
			assertThat(exchange.responseBody()).contains("data: {");
			assertThat(exchange.duration()).isBetween(Duration.ZERO, ObservedContexts.TIMEOUT);
		});
	}

	private static ApplicationContextRunner runner(FakeTogether fake) {
		return ObservedContexts.runner(fake)
			.withConfiguration(AutoConfigurations.of(TogetherExchangesAutoConfiguration.class));
	}

	private static IRChatRequest request() {
		return IRChatRequest.builder().model(MODEL).user(PROMPT).build();
	}

	private static IRChatResponse chat(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(Bridge.class).chat(request()).block(ObservedContexts.TIMEOUT));
	}

	private static TogetherExchangesEndpoint endpoint(AssertableApplicationContext context) {
		return context.getBean(TogetherExchangesEndpoint.class);
	}

	private static List<Exchange> exchanges(AssertableApplicationContext context) {
		return Objects.requireNonNull(endpoint(context).exchanges().clients().get("default"));
	}

	private static Exchange latest(AssertableApplicationContext context) {
		return exchanges(context).get(0);
	}

}
