package ai.matey.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.sample.Gateway.Events;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams from end to end, good and bad.
 */
@GatewayTest
class StreamTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final FakeTogether fake;

	private final int port;

	private final Gateway gateway;

	StreamTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
		this.gateway = new Gateway(port);
	}

	@Test
	void firstTokenArrivesWhileTheServerIsStillSending() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("First").stall());
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.response().statusCode()).isEqualTo(200);
			assertThat(events.response().headers().firstValue("content-type"))
				.hasValue("text/event-stream;charset=utf-8");
			assertThat(Events.content(events.next())).isEqualTo("First");
			assertThat(this.fake.requests()).singleElement()
				.extracting(RecordedRequest::outcome)
				.isEqualTo(RecordedRequest.Outcome.RUNNING);
		}
	}

	@Test
	void wholeStreamEndsWithUsageAndDone() throws Exception {
		this.fake.enqueue(Reply.text("Once upon a “time” \\ \"quoted\" 😀\n").usage(3, 9));
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			List<String> all = events.rest();
			assertThat(all).last().isEqualTo("[DONE]");
			List<JsonNode> chunks = all.subList(0, all.size() - 1).stream().map(Gateway::json).toList();
			assertThat(all.subList(0, all.size() - 1).stream().map(Events::content).collect(Collectors.joining()))
				.isEqualTo("Once upon a “time” \\ \"quoted\" 😀\n");
			assertThat(chunks).allSatisfy((chunk) -> {
				assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
				assertThat(chunk.path("id").stringValue()).isEqualTo(chunks.get(0).path("id").stringValue());
			});
			JsonNode last = chunks.get(chunks.size() - 1);
			assertThat(last.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
			assertThat(last.at("/usage/total_tokens").intValue()).isEqualTo(12);
		}
	}

	@Test
	void cutStreamEndsWithAnErrorAndWithoutDone() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("Half an").reset());
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(Events.content(events.next())).isEqualTo("Half");
			List<String> rest = events.rest();
			assertThat(rest).doesNotContain("[DONE]");
			JsonNode error = Gateway.json(rest.get(rest.size() - 1)).path("error");
			assertThat(error.path("message").stringValue()).isNotEmpty();
			assertThat(error.path("code").stringValue()).isEqualTo("stream_interrupted");
		}
	}

	@Test
	void streamWithoutFinishReasonIsNotComplete() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("Half").missingEnd());
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			List<String> all = events.rest();
			assertThat(all).doesNotContain("[DONE]").last().asString().contains("\"error\"");
		}
	}

	@Test
	void errorInsideTheStreamIsPassedOn() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("Half").errorEvent("server_error", "Out of memory"));
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			List<String> all = events.rest();
			assertThat(all).doesNotContain("[DONE]").last().asString().contains("\"type\":\"server_error\"");
		}
	}

	@Test
	void failureBeforeTheFirstTokenHasItsStatus() throws Exception {
		this.fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		var response = this.gateway.chat(Gateway.HELLO_STREAM);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(Gateway.error(response).path("type").stringValue()).isEqualTo("service_unavailable");
	}

	@Test
	void errorEventBeforeTheFirstTokenHasAStatusToo() throws Exception {
		this.fake.enqueue(Reply.stream().errorEvent("server_error", "Out of memory"));
		var response = this.gateway.chat(Gateway.HELLO_STREAM);
		assertThat(response.statusCode()).isBetween(500, 599);
		assertThat(Gateway.error(response).path("type").stringValue()).isEqualTo("server_error");
	}

	@Test
	void silentServerIsAGatewayTimeout() throws Exception {
		this.fake.enqueue(Reply.stream().stall());
		var response = this.gateway.chat(Gateway.HELLO_STREAM);
		assertThat(response.statusCode()).isEqualTo(504);
		assertThat(Gateway.error(response).path("message").stringValue()).contains("together.timeout.first-token");
	}

	@Test
	void clientThatLeavesCancelsTheCall() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("First").stall());
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(Events.content(events.next())).isEqualTo("First");
		}
		this.fake.await(RecordedRequest::closedEarly, SOON);
	}

	@Test
	void slowReaderHoldsBackTheServer() throws Exception {
		this.fake.enqueue(Reply.stream().endless("x".repeat(4000)));
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.next()).isNotNull();
			long sent = sentUntilTheServerWaits();
			assertThat(sent).isLessThan(30_000_000);
		}
		this.fake.await(RecordedRequest::closedEarly, SOON);
	}

	/**
	 * While it takes 2 MB for each of some hundred readers, other calls wait for seconds.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	void operatingSystemTakesLittleForASlowReader() throws Exception {
		this.fake.enqueue(Reply.stream().endless("x".repeat(4000)));
		try (RawConnection connection = new RawConnection(this.port)) {
			assertThat(connection.sendChat(Gateway.HELLO_STREAM).read()).isEqualTo('H');
			long waiting;
			do {
				sentUntilTheServerWaits();
				waiting = waitingInTheOperatingSystem();
			}
			while (waiting == 0);
			assertThat(waiting).isLessThan(300_000);
		}
		this.fake.await(RecordedRequest::closedEarly, SOON);
	}

	private long waitingInTheOperatingSystem() throws IOException {
		long waiting = 0;
		for (String table : new String[] { "/proc/net/tcp", "/proc/net/tcp6" }) {
			for (String line : Files.readAllLines(Path.of(table))) {
				String[] fields = line.strip().split("\\s+");
				if (fields[1].endsWith(String.format(":%04X", this.port))) {
					waiting = Math.max(waiting, Long.parseLong(fields[4].split(":")[0], 16));
				}
			}
		}
		return waiting;
	}

	private long sentUntilTheServerWaits() throws InterruptedException {
		long sent = -1;
		while (sent != sent()) {
			sent = sent();
			// Two equal counts this far apart mean that the server waits
			Thread.sleep(200);
		}
		return sent;
	}

	private long sent() {
		return this.fake.requests().get(0).bytesSent();
	}

}
