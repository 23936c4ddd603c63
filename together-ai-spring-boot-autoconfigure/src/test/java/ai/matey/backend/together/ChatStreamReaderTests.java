package ai.matey.backend.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import ai.matey.errors.ProviderException;
import ai.matey.ir.IRDeadlines;

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
		ClientResponse response = ClientResponse.create(HttpStatus.OK)
			.header("content-type", "text/event-stream")
			.body(Flux.just(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT).wrap(bytes)))
			.build();
		ChatStreamReader reader = new ChatStreamReader(Decoding.ATTEMPT, (headers) -> Decoding.decoder(),
				new StreamWatch(IRDeadlines.INHERIT, System::nanoTime));
		StepVerifier.create(reader.read(response).concatWith(Flux.defer(reader::rest)))
			.expectError(ProviderException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(ours.refCnt()).isOne();
		ours.release();
	}

}
