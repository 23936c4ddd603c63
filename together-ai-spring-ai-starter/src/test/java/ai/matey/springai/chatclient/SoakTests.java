package ai.matey.springai.chatclient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.springai.TogetherChatOptions;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of ChatClient, many at once, of which half are cancelled at any moment: no
 * connection, thread or memory stays behind. The long run is
 * {@code ./mvnw verify -Psoak}.
 */
@SpringAiTest
class SoakTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Of no other test: the client learns from rejections. */
	private static final String MODEL = "a/soak-model";

	private static final int AT_ONCE = 32;

	private static final long MEGABYTE = 1024 * 1024;

	private static final List<Reply> REPLIES = List.of(Reply.text("All good things come to those who wait."),
			Reply.text("42").reasoning("Deep thought, for seven and a half million years"),
			Reply.stream().tokens("Once upon").pace(Duration.ofMillis(1)).endless(" a time"),
			Reply.stream().tokens("Once upon").stall(), Reply.stream().tokens("Once").reset(), Reply.status(503),
			Reply.text("Sunny."));

	private final AtomicInteger completed = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final ChatClient chatClient;

	private final FakeTogether fake;

	SoakTests(ChatClient.Builder builder, FakeTogether fake) {
		this.chatClient = builder.build();
		this.fake = fake;
	}

	@Test
	void shortRun() {
		run(Duration.ofSeconds(4));
	}

	@Test
	@Tag("soak")
	void longRun() {
		run(Duration.ofMinutes(3));
	}

	private void run(Duration length) {
		// Until threads, connections and classes are there
		streams(Duration.ofSeconds(3));
		long memory = memoryWhenIdle();
		int threads = Thread.activeCount();
		long streams = streams(length);
		long memoryAfter = memoryWhenIdle();
		System.out.printf("%d streams: %d completed, %d failed, %d cancelled%n", streams, this.completed.get(),
				this.failed.get(), this.cancelled.get());
		System.out.printf("threads: %d, then %d; heap: %d KiB, then %d; connections: %d%n", threads,
				Thread.activeCount(), memory / 1024, memoryAfter / 1024, this.fake.openConnections());
		assertThat(this.completed.get()).isPositive();
		assertThat(this.failed.get()).isPositive();
		assertThat(this.cancelled.get()).isPositive();
		assertThat(this.fake.openRequests()).isZero();
		assertThat(this.fake.openConnections()).isLessThanOrEqualTo(AT_ONCE);
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
		assertThat(memoryAfter - memory).isLessThan(4 * MEGABYTE);
	}

	/**
	 * Without the log of the fake server.
	 */
	private long memoryWhenIdle() {
		this.fake.awaitIdle(TIMEOUT);
		this.fake.reset();
		return memory();
	}

	private static Reply reply(RecordedRequest request) {
		int number = Math.floorMod(request.number() * 0x9E3779B9, REPLIES.size() + 1);
		if (number < REPLIES.size()) {
			return REPLIES.get(number);
		}
		return request.toolResults().isEmpty() ? Reply.toolCall("weather", "{}") : Reply.text("Rain, then.");
	}

	private long streams(Duration length) {
		this.fake.when((request) -> true).always(Reply.choosing(SoakTests::reply));
		long end = System.nanoTime() + length.toNanos();
		return Objects.requireNonNull(Flux.<Integer>generate((sink) -> sink.next(1))
			.index()
			.takeWhile((number) -> System.nanoTime() < end)
			.flatMap((number) -> stream(number.getT1()), AT_ONCE)
			.count()
			.block(length.plus(TIMEOUT)));
	}

	/**
	 * Endless and stalled streams end only by being given up.
	 */
	private Mono<Boolean> stream(long number) {
		SplittableRandom random = new SplittableRandom(number);
		Duration patience = Duration.ofMillis(random.nextBoolean() ? random.nextInt(30) : 200);
		return this.chatClient.prompt("Tell me a story.")
			.options(TogetherChatOptions.builder().model(MODEL))
			.tools(new Weather())
			.stream()
			.chatResponse()
			.doOnComplete(this.completed::incrementAndGet)
			.doOnError((ex) -> this.failed.incrementAndGet())
			.doOnCancel(this.cancelled::incrementAndGet)
			.takeUntilOther(Mono.delay(patience))
			.then(Mono.just(true))
			.onErrorReturn(false);
	}

	private static long memory() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			Runtime runtime = Runtime.getRuntime();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	static class Weather {

		@Tool(description = "The weather")
		String weather() {
			return "rain";
		}

	}

}
