package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.stream.Stream;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.StreamException;
import ai.matey.test.together.Reply;

/**
 * Connections that break and answers that cannot be read.
 */
class BodyFaultTests extends FaultSuite {

	private static final TogetherHttp SMALL = TogetherHttp.DEFAULT.withMaxInMemorySize(4096);

	private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n";

	@Override
	Stream<Fault> faults() {
		return Stream.of(noAnswer(), brokenHead(), interim(), plainBodies(), wrongAnswers())
			.flatMap((faults) -> faults);
	}

	private static Stream<Fault> noAnswer() {
		return Stream.of(
				Fault.always("reset before any byte", Reply.reset())
					.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
					.retryable()
					.attempts(3)
					.says("attempt 3"),
				Fault.always("close before any byte", Reply.close())
					.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
					.retryable()
					.attempts(3),
				Fault.inTurn("reset, then an answer", Reply.reset(), Reply.text("Hello."))
					.answers("Hello.")
					.attempts(2),
				Fault.always("silent server, plain", Reply.silence())
					.plainOnly()
					.impatient()
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.response"),
				Fault.always("silent server, streamed", Reply.silence())
					.streamOnly()
					.impatient()
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.first-token"),
				Fault.always("silent server and a total deadline", Reply.silence())
					.with((setup) -> setup.deadlines(Rig.LONG.withTotal(Duration.ofMillis(300))))
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.total"),
				Fault.inTurn("slow head", Reply.text("Slow.").pace(Duration.ofMillis(150))).answers("Slow."));
	}

	private static Stream<Fault> brokenHead() {
		return Stream.of(
				Fault.always("head that trickles and stops, plain", Reply.raw(HEAD).stall())
					.plainOnly()
					.impatient()
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.response"),
				Fault.always("head that trickles and stops, streamed", Reply.raw(HEAD).stall())
					.streamOnly()
					.impatient()
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.first-token"),
				Fault.always("close in the middle of the head", Reply.raw(HEAD).cleanClose())
					.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
					.retryable()
					.attempts(3),
				Fault.always("no HTTP at all", Reply.raw("220 mail.example ESMTP ready\r\n\r\n"))
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
					.says("could not be read"),
				Fault.always("headers over the limit", Reply.json("{}").header("x-large", "x".repeat(40 * 1024)))
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
					.says("together.http.max-header-size"));
	}

	private static Stream<Fault> interim() {
		String hints = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
		String events = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
				+ "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}]}\n\n";
		return Stream.of(
				Fault.always("interim answers, plain", Reply.raw(hints + answer("Hello.")))
					.plainOnly()
					.answers("Hello."),
				Fault.always("interim answers, streamed", Reply.raw(hints + events)).streamOnly().answers("Hello."),
				Fault.always("another protocol", Reply.raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"))
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
					.says("101"),
				Fault.always("no status", Reply.raw("HTTP/1.1 0 Nothing\r\ncontent-length: 0\r\n\r\n"))
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR));
	}

	private static String answer(String text) {
		String json = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}]}";
		return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + json.length() + "\r\n\r\n"
				+ json;
	}

	private static Stream<Fault> plainBodies() {
		return Stream.of(
				Fault.always("reset after the headers", Reply.raw(HEAD + "\r\n").reset())
					.plainOnly()
					.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
					.retryable()
					.says("while reading the response"),
				Fault.always("body cut short", Reply.raw(HEAD + "\r\n{\"id\":\"x\",").cleanClose())
					.plainOnly()
					.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
					.retryable(),
				Fault.always("body that stops", Reply.raw(HEAD + "\r\n{\"id\":").stall())
					.plainOnly()
					.impatient()
					.fails(ProviderException.class, ErrorCode.PROVIDER_TIMEOUT)
					.retryable()
					.says("together.timeout.response"),
				Fault.always("body over the limit", Reply.text("x".repeat(5000)))
					.with((setup) -> setup.http(SMALL))
					.plainOnly()
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
					.says("together.http.max-in-memory-size"),
				Fault
					.always("gzip bomb", Reply.json("{\"id\":\"" + "x".repeat(1024 * 1024) + "\"}").gzip())
					.with((setup) -> setup.http(SMALL))
					.plainOnly()
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
					.says("together.http.max-in-memory-size"),
				Fault
					.always("gzip body",
							Reply.json("{\"id\":\"a\",\"choices\":[{\"index\":0,\"message\":"
									+ "{\"role\":\"assistant\",\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}]}")
								.gzip())
					.plainOnly()
					.answers("Hello."),
				Fault.always("body that is no gzip", Reply.json("{}").header("content-encoding", "gzip"))
					.plainOnly()
					.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR));
	}

	private static Stream<Fault> wrongAnswers() {
		return Stream.of(unreadable("empty 200", Reply.status(200)), unreadable("junk", Reply.json("{{{nonsense")),
				unreadable("truncated JSON", Reply.json("{\"id\":\"a\",\"choices\":[{\"index\"")),
				unreadable("JSON of another kind", Reply.json("[1, 2, 3]")),
				unreadable("a choice that says nothing", Reply.json("{\"choices\":[{}]}")),
				unreadable("a choice without a message",
						Reply.json("{\"choices\":[{\"index\":0,\"message\":null,\"finish_reason\":\"stop\"}]}")),
				unreadable("a proxy's page", Reply.status(200).html("<html>Sign in</html>")).says("text/html"),
				Fault.always("a proxy's page for a stream", Reply.status(200).html("<html>Sign in</html>"))
					.streamOnly()
					.fails(StreamException.class, ErrorCode.STREAM_PARSE_ERROR)
					.says("text/html", "together.base-url"),
				Fault
					.always("a page for a stream that is not compressed as it says",
							Reply.status(200).header("content-encoding", "gzip").html("<html>Sign in, please</html>"))
					.streamOnly()
					.fails(StreamException.class, ErrorCode.STREAM_PARSE_ERROR),
				Fault.always("JSON for a stream", Reply.json("{\"hello\":1}"))
					.streamOnly()
					.fails(StreamException.class, ErrorCode.STREAM_PARSE_ERROR)
					.says("application/json"),
				Fault
					.always("error in a 200 body",
							Reply.json("{\"error\":{\"type\":\"service_unavailable\",\"message\":\"Full\"}}"))
					.fails(ProviderException.class, ErrorCode.PROVIDER_OVERLOADED)
					.retryable()
					.attempts(3)
					.says("Full"));
	}

	private static Fault unreadable(String name, Reply reply) {
		return Fault.always(name, reply)
			.plainOnly()
			.fails(AdapterConversionException.class, ErrorCode.ADAPTER_CONVERSION_ERROR)
			.says("together.base-url");
	}

}
