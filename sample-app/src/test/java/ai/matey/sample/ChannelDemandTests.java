package ai.matey.sample;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.netty.NettyPipeline;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that can take no more is offered no more.
 */
class ChannelDemandTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final AtomicLong asked = new AtomicLong();

	ChannelDemandTests() {
		this.channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new ChannelInboundHandlerAdapter());
	}

	@Test
	void nothingIsReadAheadForAConnectionThatCanTakeNoMore() {
		ChannelDemand demand = ChannelDemand.of(this.channel);
		Flux<Integer> elements = Flux.range(1, 1000).doOnRequest(this.asked::addAndGet);
		StepVerifier.create(demand.paced(elements), 0)
			// As much as the server asks for at once
			.thenRequest(2)
			.expectNext(1, 2)
			.then(() -> writable(false))
			.thenRequest(128)
			.expectNoEvent(Duration.ofMillis(50))
			.then(() -> assertThat(this.asked).hasValueLessThan(6))
			.then(() -> writable(true))
			.expectNextCount(128)
			.thenCancel()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void whoWaitsForAConnectionThatIsClosedGoesOn() {
		ChannelDemand demand = ChannelDemand.of(this.channel);
		writable(false);
		StepVerifier.create(demand.paced(Flux.just(1)))
			.then(this.channel::close)
			.expectNext(1)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		StepVerifier.create(Flux.never().takeUntilOther(demand.closed()))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	/**
	 * Spring's operator that writes does not cancel if writing fails early.
	 */
	@Test
	void aStreamEndsWithItsConnectionWhoeverReadsIt() {
		TestPublisher<byte[]> pieces = TestPublisher.create();
		BaseSubscriber<DataBuffer> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
			}

		};
		Bursts.joined(pieces.flux(), new DefaultDataBufferFactory(), this.channel).subscribe(reader);
		pieces.assertWasSubscribed();
		pieces.assertNotCancelled();
		this.channel.close();
		this.channel.runPendingTasks();
		pieces.assertCancelled();
	}

	@Test
	void leavesNothingBehind() {
		ChannelDemand demand = ChannelDemand.of(this.channel);
		demand.end();
		demand.end();
		assertThat(this.channel.pipeline().context(demand)).isNull();
	}

	private void writable(boolean writable) {
		this.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
		this.channel.runPendingTasks();
	}

}
