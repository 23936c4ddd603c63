package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.ResponseReader;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ChatStreamReaderTests {

	/**
	 * A second release would give memory back that others already use.
	 */
	@Test
	void bytesThatCannotBeDecodedAreReleasedOnce() {
		ByteBuf bytes = Unpooled.copiedBuffer(
				"data: {\"error\":{\"message\":\"Broken\",\"type\":\"server_error\"}}\n\n", StandardCharsets.UTF_8);
		ByteBuf ours = bytes.retain();
		// WebClient asks for the body once more when it has been read; as over HTTP it
		// must be gone then.
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		body.emitNext(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT).wrap(bytes),
				Sinks.EmitFailureHandler.FAIL_FAST);
		body.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
		ClientResponse response = ClientResponse.create(HttpStatus.OK)
			.header("content-type", "text/event-stream")
			.body(body.asFlux())
			.build();
		TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
			.apiKey("test-key")
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.catalogueKept(false)
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> Mono.just(response)))
			.build();
		StepVerifier.create(together.executeStream(IRChatRequest.builder().model("a/b").user("Hi").build()))
			.expectError(ProviderException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(ours.refCnt()).isOne();
		ours.release();
	}

	@Test
	void responseThatIsNoStreamTellsWhy() {
		AdapterException told = notAStream("application/json",
				"{\"error\":{\"message\":\"Full\",\"type\":\"service_unavailable\"}}");
		assertThat(told.code()).isEqualTo(ErrorCode.PROVIDER_OVERLOADED);
		for (String body : List.of("", "<html/>", "{}", "{\"error\":null}")) {
			AdapterException page = notAStream("text/html", body);
			assertThat(page.code()).isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
			assertThat(page).hasMessageContaining("text/html").hasMessageContaining("together.base-url");
		}
	}

	private static AdapterException notAStream(String contentType, String body) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("content-type", contentType);
		ResponseReader<IRStreamChunk> reader = ChatStreamReader.of(DecoderRun.ATTEMPT,
				new ResponseHead(200, headers, null), new TogetherErrors(new RateLimitHeaders(Clock.systemUTC())),
				DecoderRun::decoder, UnaryOperator.identity());
		reader.feed(DefaultDataBufferFactory.sharedInstance.wrap(body.getBytes(StandardCharsets.UTF_8)));
		return catchThrowableOfType(AdapterException.class, () -> reader.end(null));
	}

}
