package ai.matey.backend.together;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

class BodyBytesTests {

	@Test
	void collectsInOrder() {
		BodyBytes body = new BodyBytes(100);
		assertThat(body.add(buffer("All good "))).isTrue();
		assertThat(body.add(buffer("things"))).isTrue();
		assertThat(text(body)).isEqualTo("All good things");
		assertThat(body.isFull()).isFalse();
	}

	@Test
	void takesAsMuchAsTheLimitAllows() {
		BodyBytes body = new BodyBytes(8);
		assertThat(body.add(buffer("All good"))).isTrue();
		assertThat(body.isFull()).isTrue();
		assertThat(body.add(buffer(" things"))).isFalse();
		assertThat(text(body)).isEqualTo("All good");
	}

	@Test
	void cutsWhatCrossesTheLimit() {
		BodyBytes body = new BodyBytes(8);
		assertThat(body.add(buffer("All good things"))).isFalse();
		assertThat(text(body)).isEqualTo("All good");
	}

	@Test
	void reservesNoMoreThanTheLimit() {
		BodyBytes body = new BodyBytes(10);
		body.add(buffer("123456"));
		body.add(buffer("7"));
		assertThat(body.array()).hasSize(10);
	}

	@Test
	void releasesWhatItTakes() {
		ByteBuf bytes = Unpooled.copiedBuffer("All good things", StandardCharsets.UTF_8);
		new BodyBytes(3).add(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT).wrap(bytes));
		assertThat(bytes.refCnt()).isZero();
	}

	private static DataBuffer buffer(String text) {
		return new NettyDataBufferFactory(ByteBufAllocator.DEFAULT)
			.wrap(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
	}

	private static String text(BodyBytes body) {
		return new String(body.copy(), StandardCharsets.UTF_8);
	}

}
