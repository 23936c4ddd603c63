package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRChatRequest;

import static org.assertj.core.api.Assertions.assertThat;

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
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> Mono.just(response)))
			.build();
		StepVerifier.create(together.executeStream(IRChatRequest.builder().model("a/b").user("Hi").build()))
			.expectError(ProviderException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(ours.refCnt()).isOne();
		ours.release();
	}

}
