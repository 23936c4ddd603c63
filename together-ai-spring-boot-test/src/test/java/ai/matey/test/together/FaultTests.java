package ai.matey.test.together;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

import ai.matey.test.together.RawClient.End;
import ai.matey.test.together.RecordedRequest.Outcome;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.junit.FakeTogetherTest;
import org.junit.jupiter.api.Test;

import static ai.matey.test.together.TestClient.LLAMA;
import static ai.matey.test.together.TestClient.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Each fault as it looks on the wire.
 */
@FakeTogetherTest
class FaultTests {

	private static final Duration SILENCE = Duration.ofMillis(150);

	private static final Duration LONG = Duration.ofSeconds(5);

	private static final String PATH = "/chat/completions";

	private final FakeTogether fake;

	private final TestClient client;

	FaultTests(FakeTogether fake) {
		this.fake = fake;
		this.client = new TestClient(fake);
	}

	private RawClient.Read read(Reply reply, boolean stream, Duration silence) {
		this.fake.enqueue(reply);
		try (RawClient raw = RawClient.chat(this.fake, stream)) {
			return raw.read(silence);
		}
	}

	private void hasEnded(Outcome outcome) {
		assertThat(this.fake.await(RecordedRequest::ended, LONG).outcome()).isEqualTo(outcome);
	}

	@Test
	void resetBeforeAnyByte() {
		RawClient.Read read = read(Reply.reset(), false, LONG);
		assertThat(read.end()).isEqualTo(End.RESET);
		assertThat(read.text()).isEmpty();
		hasEnded(Outcome.CUT);
	}

	@Test
	void closeBeforeAnyByte() {
		RawClient.Read read = read(Reply.close(), false, LONG);
		assertThat(read.end()).isEqualTo(End.CLOSED);
		assertThat(read.text()).isEmpty();
		hasEnded(Outcome.CUT);
	}

	@Test
	void silenceThenClientGivesUp() {
		RawClient.Read read = read(Reply.silence(), false, SILENCE);
		assertThat(read.end()).isEqualTo(End.SILENT);
		assertThat(read.text()).isEmpty();
		hasEnded(Outcome.CLOSED_EARLY);
	}

	@Test
	void stallRightAfterTheHeaders() {
		this.fake.enqueue(Reply.stream().stall());
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(raw.read(SILENCE)).isEqualTo(new RawClient.Read("", End.SILENT));
		}
		hasEnded(Outcome.CLOSED_EARLY);
	}

	@Test
	void stallAfterTokens() {
		this.fake.enqueue(Reply.stream().tokens("Once upon").stall());
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			raw.readUntil("\"content\":\" upon\"");
			RawClient.Read rest = raw.read(SILENCE);
			assertThat(rest.end()).isEqualTo(End.SILENT);
			assertThat(rest.text()).doesNotContain("data:");
		}
		hasEnded(Outcome.CLOSED_EARLY);
	}

	@Test
	void resetAfterTokens() {
		RawClient.Read read = read(Reply.stream().tokens("Once upon").reset(), true, LONG);
		assertThat(read.end()).isEqualTo(End.RESET);
		assertThat(read.text()).contains("\"content\":\" upon\"");
		hasEnded(Outcome.CUT);
	}

	@Test
	void closeInTheMiddleOfAStream() {
		RawClient.Read read = read(Reply.stream().tokens("Once upon").cleanClose(), true, LONG);
		assertThat(read.end()).isEqualTo(End.CLOSED);
		assertThat(read.text()).contains("\"content\":\" upon\"").doesNotEndWith("0\r\n\r\n");
		hasEnded(Outcome.CUT);
	}

	@Test
	void closeInTheMiddleOfALargeBodySendsAllOfIt() {
		RawClient.Read read = read(
				Reply.stream().oversizedEvent(3_000_000).oversizedEvent(3_000_000).event("last").cleanClose(), true,
				LONG);
		assertThat(read.end()).isEqualTo(End.CLOSED);
		assertThat(read.text()).contains("data: last");
	}

	@Test
	void plainBodyCutShort() {
		RawClient.Read read = read(Reply.status(200).header("content-length", "1000").json("{\"id\":").reset(), false,
				LONG);
		assertThat(read.end()).isEqualTo(End.RESET);
		assertThat(read.text()).contains("content-length: 1000").endsWith("{\"id\":");
	}

	@Test
	void pauseInTheMiddle() {
		this.fake.enqueue(Reply.stream().event("one").pause(Duration.ofMillis(120)).event("two").done());
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			raw.readUntil("data: one");
			long start = System.nanoTime();
			raw.readUntil("data: two");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(80));
		}
	}

	@Test
	void slowHeaders() {
		long start = System.nanoTime();
		this.fake.enqueue(Reply.text("Hello"), Reply.json("{}").delay(Duration.ofMillis(120)));
		this.client.post(PATH, chat(LLAMA, ""));
		assertThat(this.client.post(PATH, chat(LLAMA, "")).statusCode()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(120));
	}

	@Test
	void headersThatTrickleIn() {
		RawClient.Read read = read(Reply.raw("HTTP/1.1 200 O")
			.pause(Duration.ofMillis(20))
			.bytes("K\r\ncontent-type: text/event-stream\r\n\r\ndata: x\n\n")
			.splitBytes(3), true, LONG);
		assertThat(read.text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("data: x\n\n");
		assertThat(read.end()).isEqualTo(End.CLOSED);
		hasEnded(Outcome.COMPLETED);
	}

	@Test
	void oddEvents() {
		this.fake.enqueue(Reply.stream()
			.comment("keep-alive")
			.lineEnds("\r\n")
			.event("ping", "{}")
			.lineEnds("\r")
			.event("a\nb")
			.lineEnds("\n")
			.errorEvent("server_error", "Broken")
			.junk((byte) 0xff, (byte) 0)
			.missingEnd());
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			assertThat(raw.readUntil("\r\n0\r\n\r\n")).contains(": keep-alive\n\n")
				.contains("event: ping\r\ndata: {}\r\n\r\n")
				.contains("data: a\rdata: b\r\r")
				.contains("data: {\"id\":\"fake-error\",\"error\":{\"message\":\"Broken\"")
				.contains("\u00ff\0")
				.doesNotContain("[DONE]");
		}
		hasEnded(Outcome.COMPLETED);
	}

	@Test
	void piecesAreWrittenOneByOne() {
		this.fake.enqueue(Reply.stream().event("{\"a\":\"ü\"}").done().splitBytes(4));
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			// Each piece is a chunk of its own on the wire.
			assertThat(raw.readUntil("\r\n0\r\n\r\n")).contains("\r\n4\r\ndata\r\n4\r\n: {\"\r\n");
		}
	}

	@Test
	void compressedStream() throws IOException {
		this.fake.enqueue(Reply.stream().event("one").event("two").done().gzip());
		HttpResponse<byte[]> response = this.client.sendForBytes(PATH, chat(LLAMA, ",\"stream\":true"));
		assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
		try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
				.isEqualTo("data: one\n\ndata: two\n\ndata: [DONE]\n\n");
		}
	}

	@Test
	void statusesWithBodiesOfAllKinds() {
		this.fake.enqueue(Reply.status(429).header("retry-after", "2").error("rate_limit", "Slow down"),
				Reply.status(502).html("<html>Bad gateway</html>"), Reply.status(521).plain("error code: 521"),
				Reply.status(503), Reply.redirect(307, "http://example.org/"),
				Reply.stream().contentType("text/html").tokens("x").done());
		HttpResponse<String> limited = this.client.post(PATH, chat(LLAMA, ""));
		assertThat(limited.headers().firstValue("retry-after")).contains("2");
		assertThat(Json.parse(limited.body()).at("/error/type").stringValue()).isEqualTo("rate_limit");
		assertThat(this.client.post(PATH, chat(LLAMA, "")).body()).isEqualTo("<html>Bad gateway</html>");
		HttpResponse<String> plain = this.client.post(PATH, chat(LLAMA, ""));
		assertThat(plain.statusCode()).isEqualTo(521);
		assertThat(plain.headers().firstValue("content-type")).contains("text/plain; charset=UTF-8");
		HttpResponse<String> empty = this.client.post(PATH, chat(LLAMA, ""));
		assertThat(empty.statusCode()).isEqualTo(503);
		assertThat(empty.headers().firstValue("content-length")).contains("0");
		assertThat(this.client.post(PATH, chat(LLAMA, "")).headers().firstValue("location"))
			.contains("http://example.org/");
		assertThat(this.client.post(PATH, chat(LLAMA, "")).headers().allValues("content-type"))
			.containsExactly("text/html");
	}

	@Test
	void endlessStreamWaitsForItsReader() {
		this.fake.enqueue(Reply.stream().endless("x".repeat(1000)));
		try (RawClient raw = RawClient.chat(this.fake, true)) {
			raw.readUntil("xxx");
			long before = settledBytes();
			assertThat(before).isLessThan(50_000_000);
			raw.readExactly((int) before + 5_000_000);
			this.fake.await((request) -> request.bytesSent() > before, LONG);
		}
		hasEnded(Outcome.CLOSED_EARLY);
	}

	/**
	 * Returns the count of bytes once it has stopped growing for a while.
	 */
	private long settledBytes() {
		long last = -1;
		for (long now = 0; now != last; now = this.fake.requests().get(0).bytesSent()) {
			last = now;
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		}
		return last;
	}

	@Test
	void nothingFollowsAnEnding() {
		assertThatIllegalStateException().isThrownBy(() -> Reply.stream().reset().event("x"));
	}

	@Test
	void repliesAreReusable() {
		Reply reply = Reply.stream().tokens("Hi").finish("stop").usage(1, 2).done();
		this.fake.enqueue(2, reply);
		String body = chat(LLAMA, ",\"stream\":true");
		assertThat(Arrays.asList(this.client.stream(PATH, body).size(), this.client.stream(PATH, body).size()))
			.containsExactly(3, 3);
	}

}
