package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.CallDeadlines.Deadline;
import ai.matey.backend.together.http.CallDeadlines.Passed;
import ai.matey.ir.IRDeadlines;

import static org.assertj.core.api.Assertions.assertThat;

class CallDeadlinesTests {

	private static final IRDeadlines CLIENT = new IRDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(60),
			Duration.ofSeconds(30), Duration.ofSeconds(120), null);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	/** How often the timer went off. */
	private final AtomicInteger checks = new AtomicInteger();

	@Test
	void firstTokenCountsFromSending() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		pass(59);
		assertThat(deadlines.check(true)).isNull();
		pass(1);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.FIRST_TOKEN, 60));
	}

	@Test
	void bytesWithoutAChunkAreNoProgress() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		for (int i = 0; i < 6; i++) {
			pass(10);
			deadlines.bytesReceived();
			deadlines.bytesRequested();
		}
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.FIRST_TOKEN, 60));
	}

	@Test
	void idleCountsFromTheLastChunk() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		pass(50);
		chunk(deadlines);
		pass(29);
		assertThat(deadlines.check(true)).isNull();
		chunk(deadlines);
		pass(29);
		assertThat(deadlines.check(true)).isNull();
		pass(1);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.IDLE, 30));
	}

	@Test
	void timeOfTheReaderDoesNotCount() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		chunk(deadlines);
		pass(29);
		deadlines.bytesReceived();
		pass(1000);
		assertThat(deadlines.check(true)).isNull();
		deadlines.bytesRequested();
		assertThat(deadlines.check(true)).isNull();
		pass(1);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.IDLE, 30));
	}

	@Test
	void timeBeforeTheReaderAsksDoesNotCount() {
		CallDeadlines deadlines = call(request(false, IRDeadlines.INHERIT));
		deadlines.attemptStarted();
		deadlines.readerPaused();
		pass(1000);
		assertThat(deadlines.check(true)).isNull();
		deadlines.readerResumed();
		pass(119);
		assertThat(deadlines.check(true)).isNull();
		pass(1);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.RESPONSE, 120));
	}

	@Test
	void eachRestOfTheReaderHasItsTime() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT.withUnread(Duration.ofSeconds(300)));
		for (int i = 0; i < 3; i++) {
			chunk(deadlines);
			deadlines.readerPaused();
			pass(299);
			assertThat(deadlines.check(true)).isNull();
			deadlines.readerResumed();
		}
		deadlines.readerPaused();
		int before = this.checks.get();
		pass(300);
		assertThat(this.checks).hasValueGreaterThan(before);
		assertThat(deadlines.check(true)).isEqualTo(new Passed(Deadline.UNREAD, Duration.ofSeconds(300), true));
	}

	@Test
	void totalSaysWhetherTheReaderWasAsking() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT.withTotal(Duration.ofSeconds(10)));
		chunk(deadlines);
		deadlines.readerPaused();
		pass(10);
		assertThat(deadlines.check(true)).isEqualTo(new Passed(Deadline.TOTAL, Duration.ofSeconds(10), true));
	}

	@Test
	void timerGoesOffInTimeButNotPerChunk() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		for (int i = 0; i < 100; i++) {
			pass(1);
			chunk(deadlines);
			deadlines.check(true);
		}
		assertThat(this.checks.get()).isBetween(3, 5);
		int before = this.checks.get();
		pass(30);
		assertThat(this.checks.get()).isGreaterThan(before);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.IDLE, 30));
	}

	@Test
	void timerRestsWhileTheReaderDoesAndIsSetWhenItAsks() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		pass(10);
		deadlines.bytesReceived();
		deadlines.progress();
		pass(100);
		deadlines.check(true);
		int before = this.checks.get();
		pass(100_000);
		assertThat(this.checks).hasValue(before);
		deadlines.bytesRequested();
		pass(30);
		assertThat(this.checks).hasValue(before + 1);
	}

	@Test
	void requestsOwnConnectDeadlineEndsWithTheConnection() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT.withConnect(Duration.ofSeconds(1)));
		pass(1);
		assertThat(this.checks).hasValue(1);
		assertThat(deadlines.check(false)).isEqualTo(passed(Deadline.CONNECT, 1));
		assertThat(deadlines.check(true)).isNull();
		assertThat(deadlines.check(false)).isNull();
	}

	@Test
	void attemptAfterADeadlineHasItsOwn() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT.withConnect(Duration.ofSeconds(1)));
		for (int attempt = 1; attempt <= 3; attempt++) {
			pass(1);
			assertThat(this.checks).hasValue(attempt);
			assertThat(deadlines.check(false)).isEqualTo(passed(Deadline.CONNECT, 1));
			deadlines.attemptFailed();
			deadlines.attemptStarted();
		}
	}

	@Test
	void clientsConnectDeadlineIsLeftToTheHttpLibrary() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		pass(6);
		assertThat(deadlines.check(false)).isNull();
	}

	@Test
	void eachAttemptHasItsTimeAndAllHaveTheTotal() {
		CallDeadlines deadlines = call(request(false, IRDeadlines.INHERIT.withTotal(Duration.ofSeconds(200))));
		deadlines.attemptStarted();
		pass(100);
		deadlines.attemptFailed();
		assertThat(deadlines.allow(Duration.ofSeconds(99))).isTrue();
		assertThat(deadlines.allow(Duration.ofSeconds(100))).isFalse();
		pass(30);
		assertThat(deadlines.check(false)).isNull();
		deadlines.attemptStarted();
		pass(69);
		assertThat(deadlines.check(true)).isNull();
		pass(1);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.TOTAL, 200));
	}

	@Test
	void restOfABodyIsAwaitedOnceHoweverOftenSomethingComes() {
		CallDeadlines deadlines = stream(IRDeadlines.INHERIT);
		chunk(deadlines);
		Passed passed = null;
		for (int i = 0; i < 10 && passed == null; i++) {
			deadlines.allDelivered();
			this.time.advanceTimeBy(Duration.ofMillis(60));
			deadlines.bytesReceived();
			deadlines.bytesRequested();
			passed = deadlines.check(true);
		}
		assertThat(passed).isNotNull().extracting(Passed::deadline).isEqualTo(Deadline.REST_OF_BODY);
		assertThat(this.time.now(TimeUnit.MILLISECONDS)).isEqualTo(300);
	}

	@Test
	void withoutDeadlinesNothingPasses() {
		IRDeadlines none = IRDeadlines.INHERIT;
		CallDeadlines deadlines = new CallDeadlines(request(true, none), none,
				() -> this.time.now(TimeUnit.NANOSECONDS), this.time, this.checks::incrementAndGet);
		deadlines.attemptStarted();
		pass(1_000_000);
		assertThat(deadlines.check(false)).isNull();
		assertThat(this.checks).hasValue(0);
	}

	@Test
	void deadlinesBeyondAllTimeDoNotOverflow() {
		CallDeadlines deadlines = stream(new IRDeadlines(Duration.ofDays(1_000_000), Duration.ofDays(1_000_000),
				Duration.ofDays(1_000_000), null, Duration.ofSeconds(Long.MAX_VALUE)));
		pass(1);
		assertThat(deadlines.check(false)).isNull();
	}

	@Test
	void timerThatGoesOffIsRightEvenIfTheClockIsNot() {
		CallDeadlines deadlines = new CallDeadlines(request(false, IRDeadlines.INHERIT), CLIENT, () -> 0, this.time,
				this.checks::incrementAndGet);
		deadlines.attemptStarted();
		pass(120);
		assertThat(deadlines.check(true)).isEqualTo(passed(Deadline.RESPONSE, 120));
	}

	private CallDeadlines stream(IRDeadlines own) {
		CallDeadlines deadlines = call(request(true, own));
		deadlines.attemptStarted();
		return deadlines;
	}

	private CallDeadlines call(ProviderRequest request) {
		return new CallDeadlines(request, CLIENT, () -> this.time.now(TimeUnit.NANOSECONDS), this.time,
				this.checks::incrementAndGet);
	}

	private static ProviderRequest request(boolean streaming, IRDeadlines deadlines) {
		return ProviderRequest.get(BackendCall.Operation.CHAT, "/chat/completions")
			.streaming(streaming)
			.deadlines(deadlines)
			.build();
	}

	private static void chunk(CallDeadlines deadlines) {
		deadlines.bytesReceived();
		deadlines.progress();
		deadlines.bytesRequested();
	}

	private void pass(long seconds) {
		this.time.advanceTimeBy(Duration.ofSeconds(seconds));
	}

	private static @Nullable Passed passed(Deadline deadline, long seconds) {
		return new Passed(deadline, Duration.ofSeconds(seconds), false);
	}

}
