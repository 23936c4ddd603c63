package ai.matey.backend.together.faults;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.test.together.HttpReply;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error statuses, whatever body comes with them, and the waits that servers ask for.
 */
class StatusFaultTests extends FaultSuite {

	private static final int[] RETRIED = { 408, 409, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 529, 599 };

	private static final int[] INVALID = { 400, 404, 405, 413, 415, 418, 422, 424 };

	@Override
	Stream<Fault> faults() {
		return Stream
			.of(statuses("JSON", (reply) -> reply.error("some_type", "Some words")),
					statuses("HTML", (reply) -> reply.html("<html><body>Bad</body></html>")),
					statuses("text", (reply) -> reply.plain("error code: 1")), statuses("empty", (reply) -> reply),
					special(), bodies(), waits())
			.flatMap((faults) -> faults);
	}

	private static Stream<Fault> statuses(String body, Function<HttpReply, HttpReply> reply) {
		Stream.Builder<Fault> faults = Stream.builder();
		for (int status : RETRIED) {
			faults.add(status(status, body, reply).fails(ProviderException.class, provider(status))
				.retryable()
				.attempts(3)
				.says("attempt 3", "HTTP " + status));
		}
		for (int status : INVALID) {
			faults.add(status(status, body, reply).fails(ValidationException.class, ErrorCode.INVALID_REQUEST)
				.says("HTTP " + status));
		}
		faults.add(status(401, body, reply).fails(AuthenticationException.class, ErrorCode.INVALID_API_KEY)
			.says("together.api-key"));
		faults.add(status(402, body, reply).fails(AuthorizationException.class, ErrorCode.QUOTA_EXCEEDED));
		faults.add(status(403, body, reply).fails(AuthorizationException.class, ErrorCode.INSUFFICIENT_PERMISSIONS));
		faults.add(status(429, body, reply).fails(RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED)
			.retryable()
			.attempts(3));
		return faults.build();
	}

	private static Fault status(int status, String body, Function<HttpReply, HttpReply> reply) {
		return Fault.always(status + " with body " + body, reply.apply(Reply.status(status)))
			.and((failure) -> assertThat(failure.status()).isEqualTo(status));
	}

	private static ErrorCode provider(int status) {
		return switch (status) {
			case 408, 504, 524 -> ErrorCode.PROVIDER_TIMEOUT;
			case 503, 529 -> ErrorCode.PROVIDER_OVERLOADED;
			default -> ErrorCode.PROVIDER_ERROR;
		};
	}

	private static Stream<Fault> special() {
		return Stream.of(
				Fault
					.always("403 for context length",
							Reply.status(403).error("invalid_request_error", "This exceeds the maximum context length"))
					.fails(ValidationException.class, ErrorCode.CONTEXT_LENGTH_EXCEEDED),
				Fault
					.always("404 for an unknown model",
							Reply.status(404).error("invalid_request_error", "No such model", "model_not_available"))
					.fails(ValidationException.class, ErrorCode.UNSUPPORTED_MODEL),
				Fault.always("error body that stalls", Reply.status(400).splitBytes(1).bytes("{").stall())
					.fails(ValidationException.class, ErrorCode.INVALID_REQUEST),
				Fault.always("error body that is cut", Reply.status(500).splitBytes(1).bytes("{\"err").reset())
					.fails(ProviderException.class, ErrorCode.PROVIDER_ERROR)
					.retryable()
					.attempts(3),
				Fault.always("error body without end", Reply.status(401).plain("x".repeat(1024 * 1024)))
					.fails(AuthenticationException.class, ErrorCode.INVALID_API_KEY)
					.and((failure) -> assertThat(failure.body().length()).isLessThan(64 * 1024)),
				Fault.always("gzip error body", Reply.status(400).error("some_type", "Some words").gzip())
					.fails(ValidationException.class, ErrorCode.INVALID_REQUEST)
					.says("Some words"),
				redirect("redirect to itself", "/v1/chat/completions"),
				redirect("redirect to another host", "http://other.invalid/v1/chat/completions"),
				Fault.inTurn("fails twice, then succeeds", Reply.status(503), Reply.status(500), Reply.text("At last."))
					.answers("At last.")
					.attempts(3),
				Fault
					.inTurn("fails in three ways", Reply.reset(), Reply.status(502).html("<p>"), Reply.text("At last."))
					.answers("At last.")
					.attempts(3),
				Fault.inTurn("a failure that is not retried ends the retries", Reply.status(503), Reply.status(400))
					.fails(ValidationException.class, ErrorCode.INVALID_REQUEST)
					.attempts(2),
				Fault.always("retries switched off", Reply.status(503))
					.with((setup) -> setup.retry(Rig.QUICK.withMaxAttempts(1)))
					.fails(ProviderException.class, ErrorCode.PROVIDER_OVERLOADED)
					.retryable());
	}

	private static Stream<Fault> bodies() {
		return Stream.of(
				body("stalls longer than the deadlines allow", Reply.status(500).splitBytes(1).bytes("{").stall()),
				body("is not compressed as it says",
						Reply.status(500).header("content-encoding", "gzip").plain("This is no gzip at all")));
	}

	private static Fault body(String name, Reply reply) {
		return Fault.always("error body that " + name, reply)
			.impatient()
			.fails(ProviderException.class, ErrorCode.PROVIDER_ERROR)
			.retryable()
			.attempts(3);
	}

	private static Fault redirect(String name, String location) {
		return Fault.always(name, Reply.redirect(307, location))
			.fails(NetworkException.class, ErrorCode.NETWORK_ERROR)
			.says("redirect", "together.base-url");
	}

	private static Stream<Fault> waits() {
		return Stream.of(waits("retry-after-ms", "40"), waits("retry-after", "0.04"), waits("retry-after", "0"),
				waits("x-ratelimit-reset", "0.04"), waits("retry-after", date(-60)),
				waits("retry-after", "no number at all"), waits("retry-after", "-5"),
				tooLong(429, "retry-after", "60", RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED),
				tooLong(429, "retry-after-ms", "60000", RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED),
				tooLong(429, "x-ratelimit-reset", "60", RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED),
				tooLong(429, "retry-after", date(7200), RateLimitException.class, ErrorCode.RATE_LIMIT_EXCEEDED),
				tooLong(503, "retry-after", "60", ProviderException.class, ErrorCode.PROVIDER_OVERLOADED));
	}

	private static Fault waits(String header, String value) {
		return Fault
			.inTurn("429 with " + header + ": " + value,
					Reply.status(429).header(header, value).error("rate_limit", "Slow down"), Reply.text("At last."))
			.answers("At last.")
			.attempts(2);
	}

	private static Fault tooLong(int status, String header, String value, Class<? extends AdapterException> type,
			ErrorCode code) {
		return Fault
			.always(status + " with too long a wait in " + header + ": " + value,
					Reply.status(status).header(header, value))
			.fails(type, code)
			.retryable()
			.says("together.retry.max-wait")
			.and((failure) -> {
				assertThat(failure.rateLimits().retryAfter()).isGreaterThan(Duration.ofSeconds(50));
				if (failure instanceof RateLimitException limited) {
					assertThat(limited.retryAfter()).isEqualTo(failure.rateLimits().retryAfter());
				}
			});
	}

	private static String date(int seconds) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
	}

}
