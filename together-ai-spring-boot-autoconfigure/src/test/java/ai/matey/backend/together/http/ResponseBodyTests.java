package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseBodyTests {

	private static final long LIMIT = 100;

	private final AtomicInteger news = new AtomicInteger();

	private final ResponseBody body = new ResponseBody(Context.empty(), LIMIT, this.news::incrementAndGet);

	private final Counting source = new Counting();

	@Test
	void asksForOneBufferAtATime() {
		this.body.onSubscribe(this.source);
		assertThat(this.body.request()).isTrue();
		assertThat(this.body.request()).isFalse();
		this.body.onNext(buffer(new byte[10]));
		assertThat(this.news).hasValue(1);
		assertThat(this.body.take()).isNotNull();
		assertThat(this.body.take()).isNull();
		assertThat(this.body.request()).isTrue();
		assertThat(this.source.requested).isEqualTo(2);
	}

	@Test
	void bodyThatIsGivenUpIsCancelledAndReleased() {
		ByteBuf bytes = Unpooled.wrappedBuffer(new byte[10]);
		this.body.onSubscribe(this.source);
		this.body.onNext(buffer(bytes));
		assertThat(this.body.cancel(false)).isTrue();
		assertThat(this.body.cancel(false)).isFalse();
		assertThat(bytes.refCnt()).isZero();
		assertThat(this.source.cancelled).isTrue();
	}

	/**
	 * A server that floods us must feel that nobody reads.
	 */
	@Test
	void restThatNobodyWantsIsReadUpToTheLimit() {
		this.body.onSubscribe(this.source);
		this.body.cancel(true);
		assertThat(this.source.cancelled).isFalse();
		for (int i = 1; i <= 9; i++) {
			assertThat(this.source.requested).isEqualTo(i);
			ByteBuf bytes = Unpooled.wrappedBuffer(new byte[11]);
			this.body.onNext(buffer(bytes));
			assertThat(bytes.refCnt()).isZero();
		}
		this.body.onNext(buffer(new byte[11]));
		assertThat(this.source.requested).isEqualTo(10);
		assertThat(this.news).hasValue(0);
	}

	@Test
	void connectionOfABodyThatEndedInOrderIsOfFurtherUse() {
		this.body.onSubscribe(this.source);
		this.body.onComplete();
		assertThat(this.body.isOver()).isTrue();
		assertThat(this.body.cancel(false)).isFalse();
	}

	private static DataBuffer buffer(byte[] bytes) {
		return buffer(Unpooled.wrappedBuffer(bytes));
	}

	private static DataBuffer buffer(ByteBuf bytes) {
		return new NettyDataBufferFactory(ByteBufAllocator.DEFAULT).wrap(bytes);
	}

	private static final class Counting implements Subscription {

		private long requested;

		private boolean cancelled;

		@Override
		public void request(long n) {
			this.requested += n;
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

	}

}
