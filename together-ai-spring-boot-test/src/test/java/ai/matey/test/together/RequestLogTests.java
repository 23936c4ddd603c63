package ai.matey.test.together;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import ai.matey.test.together.RecordedRequest.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static ai.matey.test.together.TestClient.GPT_OSS;
import static ai.matey.test.together.TestClient.LLAMA;
import static ai.matey.test.together.TestClient.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts, the log, limits and the life of a server.
 */
class RequestLogTests {

	private static final Duration LONG = Duration.ofSeconds(5);

	private static final String PATH = "/chat/completions";

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).logLimit(40).start();

	private final TestClient client = new TestClient(this.fake);

	@AfterEach
	void close() {
		this.fake.close();
	}

	@Test
	void failsTwiceThenSucceeds() {
		this.fake.enqueue(2, Reply.status(503).error("service_unavailable", "Full"));
		String body = chat(LLAMA, "");
		assertThat(List.of(this.client.post(PATH, body).statusCode(), this.client.post(PATH, body).statusCode(),
				this.client.post(PATH, body).statusCode()))
			.containsExactly(503, 503, 200);
		assertThat(this.fake.requests()).extracting(RecordedRequest::attempt).containsExactly(1, 2, 3);
		assertThat(this.fake.requests()).extracting(RecordedRequest::connectionId)
			.containsOnly(this.fake.requests().get(0).connectionId());
	}

	@Test
	void rulesChooseTheirRequests() {
		this.fake.when((request) -> true).always(Reply.text("all"));
		this.fake.onModel(GPT_OSS).always(Reply.text("mine").reasoning("Why not").usage(3, 4));
		this.fake.onPath("/v1/models").reply(Reply.status(500), Reply.honest());
		this.fake.onModel(LLAMA).reply(Reply.choosing((request) -> Reply.toolCall("echo", request.body())));
		assertThat(
				this.client.json(PATH, chat(LLAMA, "")).at("/choices/0/message/tool_calls/0/function/name").asString())
			.isEqualTo("echo");
		assertThat(this.client.json(PATH, chat(LLAMA, "")).at("/choices/0/message/content").asString())
			.isEqualTo("all");
		assertThat(this.client.json(PATH, chat(GPT_OSS, "")).at("/usage/total_tokens").intValue()).isEqualTo(7);
		assertThat(TestClient.joined(this.client.stream(PATH, chat(GPT_OSS, ",\"stream\":true")), 0, "content"))
			.isEqualTo("mine");
		assertThat(this.client.get("/models").statusCode()).isEqualTo(500);
		assertThat(this.client.get("/models").statusCode()).isEqualTo(200);
	}

	@Test
	void failingChoiceIsAnsweredToo() {
		this.fake.enqueue(Reply.choosing((request) -> {
			throw new AssertionError("mistake in the test");
		}));
		HttpResponse<String> response = this.client.post(PATH, chat(LLAMA, ""));
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("mistake in the test");
		this.fake.when((request) -> {
			throw new IllegalStateException("mistake in a condition");
		}).reply(Reply.text("never"));
		assertThat(this.client.post(PATH, chat(LLAMA, "")).body()).contains("mistake in a condition");
	}

	@Test
	void logTellsWhatCame() {
		this.client.post("/chat/completions?x=1", chat(LLAMA, ",\"stream\":true"));
		RecordedRequest request = this.fake.takeRequest(LONG);
		assertThat(request.path()).isEqualTo("/v1/chat/completions");
		assertThat(request.query()).isEqualTo("x=1");
		assertThat(request.model()).isEqualTo(LLAMA);
		assertThat(request.streamed()).isTrue();
		assertThat(request.header("Authorization")).isEqualTo("Bearer test-key");
		assertThat(request.toString()).doesNotContain("test-key").contains("(redacted)");
		assertThat(request.outcome()).isEqualTo(Outcome.COMPLETED);
		assertThat(request.bytesSent()).isPositive();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.fake.takeRequest(Duration.ofMillis(10)))
			.withMessageContaining("1 came before");
	}

	@Test
	void logIsBounded() {
		for (int index = 0; index < 45; index++) {
			this.client.get("/models");
		}
		assertThat(this.fake.requests()).hasSize(40);
		assertThat(this.fake.takeRequest(LONG).number()).isEqualTo(6);
	}

	@Test
	void knowsWhatIsOpen() {
		this.fake.enqueue(Reply.silence(), Reply.stream().tokens("Once").stall());
		try (RawClient first = RawClient.chat(this.fake, false); RawClient second = RawClient.chat(this.fake, true)) {
			this.fake.takeRequest(LONG);
			this.fake.takeRequest(LONG);
			assertThat(this.fake.openRequests()).isEqualTo(2);
			assertThat(this.fake.openConnections()).isEqualTo(2);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.fake.awaitIdle(Duration.ofMillis(10)))
				.withMessageContaining("RUNNING");
			first.hangUp();
			assertThat(this.fake.await(RecordedRequest::closedEarly, LONG).ended()).isTrue();
			this.fake.dropConnections();
			assertThat(second.read(LONG).end()).isEqualTo(RawClient.End.CLOSED);
		}
		this.fake.awaitIdle(LONG);
		this.fake.awaitNoConnections(LONG);
		assertThat(this.fake.requests()).extracting(RecordedRequest::outcome)
			.containsExactlyInAnyOrder(Outcome.CLOSED_EARLY, Outcome.CUT);
	}

	@Test
	void resetForgetsAndClosesWhatRuns() {
		this.fake.when((request) -> true).always(Reply.silence());
		try (RawClient raw = RawClient.chat(this.fake, false)) {
			this.fake.takeRequest(LONG);
			this.fake.reset();
			assertThat(raw.read(LONG).end()).isEqualTo(RawClient.End.CLOSED);
		}
		assertThat(this.fake.requests()).isEmpty();
		assertThat(this.fake.openRequests()).isZero();
		assertThat(this.client.post(PATH, chat(LLAMA, "")).statusCode()).isEqualTo(200);
	}

	@Test
	void rateLimitHasTheHeadersOfTheService() {
		try (FakeTogether limited = FakeTogether.builder().pace(Duration.ZERO).rateLimit(0.5).start()) {
			TestClient other = new TestClient(limited);
			HttpResponse<String> accepted = other.post(PATH, chat(LLAMA, ""));
			assertThat(accepted.statusCode()).isEqualTo(200);
			assertThat(accepted.headers().firstValue("x-ratelimit-limit")).contains("0.5");
			HttpResponse<String> refused = other.post(PATH, chat(LLAMA, ""));
			assertThat(refused.statusCode()).isEqualTo(429);
			assertThat(refused.headers().firstValue("x-ratelimit")).contains("true");
			assertThat(refused.headers().firstValue("retry-after")).contains("2");
			assertThat(refused.headers().firstValue("x-ratelimit-reset")).contains("2");
			limited.reset();
			assertThat(other.post(PATH, chat(LLAMA, "")).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void paceSpreadsTheTokens() {
		try (FakeTogether slow = FakeTogether.builder().tokensPerSecond(50).start();
				RawClient raw = RawClient.chat(slow, true)) {
			raw.readUntil("Made");
			assertThat(slow.openRequests()).isEqualTo(1);
			long start = System.nanoTime();
			raw.readUntil("FakeTogether");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(30));
		}
	}

	@Test
	void manyStreamsAtOnce() {
		String body = chat(LLAMA, ",\"stream\":true");
		this.fake.when((request) -> true).always(Reply.text("one two three").pace(Duration.ofMillis(2)));
		List<CompletableFuture<Integer>> streams = IntStream.range(0, 40)
			.mapToObj((index) -> CompletableFuture.supplyAsync(() -> this.client.stream(PATH, body).size()))
			.toList();
		assertThat(streams).allSatisfy((stream) -> assertThat(stream.join()).isEqualTo(6));
		this.fake.awaitIdle(LONG);
	}

	@Test
	void closeEndsThreadsAndConnections() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		FakeTogether other = FakeTogether.builder().pace(Duration.ZERO).start();
		other.enqueue(Reply.silence());
		try (RawClient raw = RawClient.chat(other, false)) {
			other.takeRequest(LONG);
			Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
			own.removeAll(before);
			own.removeIf((thread) -> !thread.getName().startsWith("fake-together"));
			other.close();
			assertThat(raw.read(LONG).end()).isEqualTo(RawClient.End.CLOSED);
			assertThat(own).isNotEmpty();
			for (Thread thread : own) {
				thread.join(LONG.toMillis());
				assertThat(thread.isAlive()).isFalse();
			}
		}
		assertThat(other.openConnections()).isZero();
	}

}
