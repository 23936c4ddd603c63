package ai.matey.errors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exceptions travel between processes, for example in a job's result.
 */
class SerializationTests {

	private static final ErrorDetails DETAILS = new ErrorDetails("together_ai", "some/model", 429, "Slow down", "rate",
			"code", "id-1",
			new RateLimits(new RateLimits.Limit(1.0, 0.0, null, null), null, null, Duration.ofSeconds(2)),
			Map.of("retry-after", List.of("2")), "{}", 3);

	static Stream<AdapterException> exceptions() {
		return Stream.of(new AuthenticationException(ErrorCode.INVALID_API_KEY, false, "m", DETAILS, null),
				new RateLimitException(RateLimitException.Kind.TOKENS, Duration.ofSeconds(2), "m", DETAILS, null),
				new ValidationException(ErrorCode.INVALID_REQUEST, "field", "m", DETAILS, null),
				new StreamException(ErrorCode.STREAM_INTERRUPTED, true, partial(), "m", DETAILS, new Exception("c")));
	}

	private static IRChatResponse partial() {
		return new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant("Once"), FinishReason.STOP)), null,
				IRMetadata.builder().build());
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void keepTheirFacts(AdapterException exception) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(exception);
		}
		AdapterException copy;
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			copy = (AdapterException) input.readObject();
		}
		assertThat(copy).hasMessage("m");
		assertThat(copy.code()).isEqualTo(exception.code());
		assertThat(copy.details()).isEqualTo(DETAILS);
		assertThat(copy.status()).isEqualTo(429);
		assertThat(copy.isRetryable()).isEqualTo(exception.isRetryable());
	}

}
