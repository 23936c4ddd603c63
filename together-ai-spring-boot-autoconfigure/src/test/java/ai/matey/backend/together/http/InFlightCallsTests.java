package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightCallsTests {

	/**
	 * Some HTTP clients end calls on threads of their own, and wait for these threads
	 * when they are stopped.
	 */
	@Test
	void nothingIsReleasedOnTheThreadThatEndedTheLastCall() throws Exception {
		AtomicReference<Thread> releasing = new AtomicReference<>();
		InFlightCalls calls = new InFlightCalls(Duration.ofMinutes(1), Schedulers.parallel(),
				List.of(() -> releasing.set(Thread.currentThread())));
		InFlightCalls.Call call = () -> {
		};
		calls.admit(call);
		CompletableFuture<Void> closed = calls.close();
		calls.ended(call);
		closed.get(10, TimeUnit.SECONDS);
		assertThat(releasing.get()).isNotNull().isNotSameAs(Thread.currentThread());
	}

	@Test
	void callThatComesTooLateIsEnded() throws Exception {
		InFlightCalls calls = new InFlightCalls(Duration.ofMinutes(1), Schedulers.parallel(), List.of());
		AtomicInteger ends = new AtomicInteger();
		InFlightCalls.Call early = ends::incrementAndGet;
		calls.admit(early);
		assertThat(ends).hasValue(0);
		calls.close();
		calls.admit(ends::incrementAndGet);
		assertThat(ends).hasValue(1);
	}

}
