package ai.matey.backend.together.http;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

class BodyBufferTests {

	@Test
	void collectsInOrder() {
		BodyBuffer body = new BodyBuffer(100);
		assertThat(body.add(buffer("All good "))).isTrue();
		assertThat(body.add(buffer("things"))).isTrue();
		assertThat(text(body)).isEqualTo("All good things");
		assertThat(body.isFull()).isFalse();
	}

	@Test
	void takesAsMuchAsTheLimitAllows() {
		BodyBuffer body = new BodyBuffer(8);
		assertThat(body.add(buffer("All good"))).isTrue();
		assertThat(body.isFull()).isTrue();
		assertThat(body.add(buffer(" things"))).isFalse();
		assertThat(text(body)).isEqualTo("All good");
	}

	@Test
	void cutsWhatCrossesTheLimit() {
		BodyBuffer body = new BodyBuffer(8);
		assertThat(body.add(buffer("All good things"))).isFalse();
		assertThat(text(body)).isEqualTo("All good");
	}

	@Test
	void reservesNoMoreThanTheLimit() {
		BodyBuffer body = new BodyBuffer(10);
		body.add(buffer("123456"));
		body.add(buffer("7"));
		assertThat(body.array()).hasSize(10);
	}

	@Test
	void releasesWhatItTakes() {
		ByteBuf bytes = Unpooled.copiedBuffer("All good things", StandardCharsets.UTF_8);
		new BodyBuffer(3).add(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT).wrap(bytes));
		assertThat(bytes.refCnt()).isZero();
	}

	private static DataBuffer buffer(String text) {
		return new NettyDataBufferFactory(ByteBufAllocator.DEFAULT)
			.wrap(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
	}

	private static String text(BodyBuffer body) {
		return new String(body.copy(), StandardCharsets.UTF_8);
	}

}
