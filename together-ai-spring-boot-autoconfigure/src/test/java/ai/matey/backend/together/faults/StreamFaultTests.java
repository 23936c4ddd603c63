package ai.matey.backend.together.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.test.together.Reply;
import ai.matey.test.together.StreamReply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Streams that stall, break, lie or are merely odd.
 */
class StreamFaultTests extends FaultSuite {

	private static final StreamReply HELLO = Reply.stream().tokens("Hello wide world");

	@Override
	Stream<Fault> faults() {
		return Stream.of(stalls(), cuts(), errors(), junk(), oddities())
			.flatMap((faults) -> faults)
			.map(Fault::streamOnly);
	}

	private static Stream<Fault> stalls() {
		StreamReply comments = Reply.stream();
		for (int i = 0; i < 40; i++) {
			comments = comments.comment("still here").pause(Duration.ofMillis(40));
		}
		StreamReply commentsAfterText = HELLO;
		for (int i = 0; i < 40; i++) {
			commentsAfterText = commentsAfterText.comment("still here").pause(Duration.ofMillis(40));
		}
		StreamReply figuresAfterText = HELLO;
		for (int i = 0; i < 40; i++) {
			figuresAfterText = figuresAfterText
				.event("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":" + i + "}}")
				.pause(Duration.ofMillis(20))
				.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}")
				.pause(Duration.ofMillis(20));
		}
		return Stream.of(stall("before the first token", Reply.stream().comment("hi").stall(), "first-token"),
				stall("after an empty first chunk",
						Reply.stream()
							.event("{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
									+ "\"content\":\"\"}}]}")
							.stall(),
						"first-token"),
				stall("between chunks", HELLO.stall(), "idle").partial("Hello wide world"),
				stall("comments only", comments, "first-token"),
				stall("comments only after some text", commentsAfterText, "idle").partial("Hello wide world"),
				stall("events without content after some text", figuresAfterText, "idle").partial("Hello wide world"),
				stall("in the middle of an event", HELLO.bytes("data: {\"id\":").stall(), "idle")
					.partial("Hello wide world"),
				Fault.always("stall after the end mark", HELLO.finish("stop").done().stall())
					.impatient()
					.answers("Hello wide world"),
				Fault.always("stall after the finish reason", HELLO.finish("stop").stall())
					.impatient()
					.answers("Hello wide world"),
				Fault
					.always("total deadline in a stream that goes on",
							Reply.stream().pace(Duration.ofMillis(20)).tokens("x ".repeat(2000)))
					.with((setup) -> setup.deadlines(Rig.LONG.withTotal(Duration.ofSeconds(1))))
					.fails(StreamException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.total")
					.and((failure) -> assertThat(((StreamException) failure).partialResponse().text())
						.startsWith("x ")),
				Fault.always("slow but healthy",
						Reply.stream().pace(Duration.ofMillis(60)).tokens("a b c d e f g h i j").finish("stop").done())
					.with((setup) -> setup.deadlines(Rig.LONG.withIdle(Duration.ofMillis(500))))
					.answers("a b c d e f g h i j"));
	}

	private static Fault stall(String name, StreamReply reply, String deadline) {
		return Fault.always("stall: " + name, reply)
			.impatient()
			.fails(StreamException.class, ErrorCode.PROVIDER_TIMEOUT)
			.retryable()
			.says("together.timeout." + deadline);
	}

	private static Stream<Fault> cuts() {
		return Stream.of(cut("reset after the headers", Reply.stream().comment("hi").reset()),
				cut("reset in mid-stream", HELLO.reset()).partial("Hello wide world"),
				cut("close in mid-stream", HELLO.cleanClose()).partial("Hello wide world"),
				cut("cut in the middle of an event", HELLO.bytes("data: {\"id\":").reset()).partial("Hello wide world"),
				cut("orderly end without a finish reason", HELLO).says("finish reason").partial("Hello wide world"),
				cut("end mark without a finish reason", HELLO.done()).partial("Hello wide world"),
				cut("no event at all", Reply.stream()),
				Fault.always("no end mark", HELLO.finish("stop").missingEnd()).answers("Hello wide world"),
				Fault.always("reset instead of the end mark", HELLO.finish("stop").reset()).answers("Hello wide world"),
				Fault.always("reset after the end mark", HELLO.finish("stop").done().reset())
					.answers("Hello wide world"));
	}

	private static Fault cut(String name, Reply reply) {
		return Fault.always(name, reply).fails(StreamException.class, ErrorCode.STREAM_INTERRUPTED).retryable();
	}

	private static Stream<Fault> errors() {
		StreamReply role = Reply.stream()
			.event("{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
		return Stream.of(
				Fault.always("error before content", Reply.stream().errorEvent("server_error", "Broken").done())
					.fails(ProviderException.class, ErrorCode.PROVIDER_ERROR)
					.retryable()
					.attempts(3)
					.says("Broken"),
				Fault
					.inTurn("error before content, then an answer", role.errorEvent("service_unavailable", "Full"),
							Reply.text("At last."))
					.answers("At last.")
					.attempts(2),
				Fault.inTurn("rate limit inside the stream", role.errorEvent("rate_limit", "Slow"), Reply.text("Now."))
					.answers("Now.")
					.attempts(2),
				Fault
					.always("rate limit with too long a wait",
							Reply.stream().header("retry-after", "60").errorEvent("rate_limit", "Slow"))
					.fails(RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED)
					.retryable()
					.says("together.retry.max-wait"),
				Fault.always("named error event", Reply.stream().event("error", "{\"message\":\"Broken\"}"))
					.fails(ProviderException.class, ErrorCode.PROVIDER_ERROR)
					.retryable()
					.attempts(3),
				Fault.always("error after content", HELLO.errorEvent("server_error", "Broken").done())
					.fails(StreamException.class, ErrorCode.STREAM_INTERRUPTED)
					.retryable()
					.says("Broken")
					.partial("Hello wide world"),
				Fault.always("finish reason error", HELLO.finish("error").done())
					.fails(StreamException.class, ErrorCode.STREAM_INTERRUPTED)
					.retryable()
					.partial("Hello wide world"));
	}

	private static Stream<Fault> junk() {
		return Stream.of(junk("event that is no JSON", HELLO.event("nonsense")).partial("Hello wide world"),
				junk("event that is no object", HELLO.event("42")).partial("Hello wide world"),
				junk("event over the limit", HELLO.oversizedEvent(5000)).with(StreamFaultTests::small)
					.says("together.http.max-in-memory-size"),
				junk("line without end", HELLO.bytes("data: " + "x".repeat(9000)).stall()).with(StreamFaultTests::small)
					.says("together.http.max-in-memory-size"),
				junk("comment without end", HELLO.bytes(": " + "x".repeat(9000)).stall()).with(StreamFaultTests::small)
					.says("together.http.max-in-memory-size"),
				junk("chunk of no size", Reply.raw(
						"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\nzzz\r\n")),
				junk("no gzip", HELLO.header("content-encoding", "gzip")),
				Fault
					.always("fields that mean nothing",
							HELLO.bytes("retry: 1\nid: 7\nwhat: ever\n\n").finish("stop").done())
					.answers("Hello wide world"),
				Fault.always("named events of another protocol", HELLO.event("ping", "now").finish("stop").done())
					.answers("Hello wide world"));
	}

	private static void small(Rig.Setup setup) {
		setup.http(TogetherHttp.DEFAULT.withMaxInMemorySize(4096));
	}

	private static Fault junk(String name, Reply reply) {
		return Fault.always(name, reply).fails(StreamException.class, ErrorCode.STREAM_PARSE_ERROR);
	}

	private static Stream<Fault> oddities() {
		StreamReply bytes = Reply.stream().tokens("Grüße an 東京 🙂").finish("stop").usage(3, 4).done();
		return Stream.of(Fault.always("split bytes", bytes.splitBytes(1)).answers("Grüße an 東京 🙂"),
				Fault.always("split bytes and gzip", bytes.splitBytes(3).gzip()).answers("Grüße an 東京 🙂"),
				lineEnds("CR", "\r"), lineEnds("CR LF", "\r\n"),
				Fault
					.always("byte order mark",
							Reply.stream()
								.bytes("\uFEFF".getBytes(StandardCharsets.UTF_8))
								.tokens("Hello wide world")
								.finish("stop")
								.done())
					.answers("Hello wide world"),
				Fault.always("slow keep-alive comments",
						Reply.stream()
							.comment("a")
							.tokens("Hello wide world")
							.comment("b")
							.finish("stop")
							.comment("c")
							.done())
					.answers("Hello wide world"),
				Fault.always("end mark behind spaces", HELLO.finish("stop").bytes("data:   [DONE]\n\n"))
					.answers("Hello wide world"),
				Fault
					.always("message in place of a delta",
							Reply.stream()
								.event("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hello wide world\"},"
										+ "\"finish_reason\":\"stop\"}]}")
								.done())
					.answers("Hello wide world"),
				Fault.always("events after the end mark", HELLO.finish("stop").done().tokens("more").event("nonsense"))
					.answers("Hello wide world"));
	}

	/**
	 * What keeps a connection alive does not keep an answer open that is over.
	 */
	@Test
	void commentsAfterTheEndMarkDoNotPutOffTheEnd() {
		StreamReply endless = Reply.stream().tokens("Hello wide world").finish("stop").done();
		for (int i = 0; i < 300; i++) {
			endless = endless.pause(Duration.ofMillis(100)).bytes(": still here\n\n");
		}
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(endless);
			assertThat(rig.text(true)).isEqualTo("Hello wide world");
			rig.server().await((request) -> request.closedEarly(), Duration.ofSeconds(10));
			rig.assertClean();
		}
	}

	/**
	 * Nor do events of a model that says nothing.
	 */
	@Test
	void eventsWithoutContentDoNotPutOffTheIdleDeadline() {
		StreamReply empty = Reply.stream().tokens("Hello");
		for (int i = 0; i < 300; i++) {
			empty = empty.pause(Duration.ofMillis(100))
				.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}");
		}
		try (Rig rig = Rig.setup().deadlines(Rig.LONG.withIdle(Duration.ofMillis(500))).start()) {
			rig.server().enqueue(empty);
			StreamException stalled = catchThrowableOfType(StreamException.class, () -> rig.text(true));
			assertThat(stalled).hasMessageContaining("together.timeout.idle");
			assertThat(stalled.partialResponse().text()).isEqualTo("Hello");
			rig.assertClean();
		}
	}

	private static Fault lineEnds(String name, String lineEnd) {
		return Fault
			.always("line ends " + name,
					Reply.stream().lineEnds(lineEnd).tokens("Hello wide world").finish("stop").done().splitBytes(5))
			.answers("Hello wide world");
	}

}
