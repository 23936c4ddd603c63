package ai.matey.backend.together.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Callers that block, and event loops that must not. BlockHound watches all tests of this
 * module: a call that blocks an event loop fails wherever it happens.
 */
class BlockingTests {

	/**
	 * The first call reads Spring's files, which an event loop must not.
	 */
	@BeforeAll
	static void warmUp() {
		try (Rig rig = Rig.setup().start()) {
			rig.text(false);
			rig.text(true);
		}
	}

	/**
	 * Told by its name: tests that run in a class loader of their own install BlockHound
	 * once more, and then its errors come from there.
	 */
	@Test
	void blockHoundIsThere() {
		assertThatThrownBy(() -> Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "";
		}).subscribeOn(Schedulers.parallel()).block(Await.PATIENCE)).cause()
			.extracting((cause) -> cause.getClass().getName())
			.isEqualTo(BlockingOperationError.class.getName());
	}

	@ParameterizedTest
	@MethodSource("callers")
	void manyCallersAtOnce(Threads threads, boolean streamed) throws Exception {
		threads.assumeThere();
		try (Rig rig = Rig.setup().start()) {
			rig.server().when((request) -> true).always(Reply.text("Hello."));
			List<FutureTask<String>> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				FutureTask<String> answer = new FutureTask<>(() -> rig.text(streamed));
				answers.add(answer);
				threads.thread(answer).start();
			}
			for (FutureTask<String> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("Hello.");
			}
			rig.assertClean();
		}
	}

	/**
	 * The server stops half-way: nothing but the interrupt can end the call.
	 */
	@ParameterizedTest
	@MethodSource("callers")
	void interruptedCallerLeavesNoCallBehind(Threads threads, boolean streamed) throws Exception {
		threads.assumeThere();
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(streamed ? Reply.stream().tokens("Once upon").stall() : Reply.silence());
			FutureTask<String> answer = new FutureTask<>(() -> rig.text(streamed));
			Thread caller = threads.thread(answer);
			caller.start();
			Await.until(() -> rig.server().requests().stream().anyMatch((sent) -> !streamed || sent.bytesSent() > 0),
					() -> "no request");
			caller.interrupt();
			assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).rootCause()
				.isInstanceOf(InterruptedException.class);
			rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
			rig.assertClean();
			assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
		}
	}

	static Stream<Arguments> callers() {
		return Arrays.stream(Threads.values())
			.flatMap((threads) -> Stream.of(Arguments.of(threads, false), Arguments.of(threads, true)));
	}

	/**
	 * A whole call made on an event loop: building, mapping, retry, reading.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eventLoop(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.status(503), Reply.text("Hello."));
			Mono<String> text = Mono.defer(() -> streamed ? rig.stream().collectList().map(Rig::text)
					: rig.chat().map((answer) -> answer.text()));
			assertThat(text.subscribeOn(Schedulers.parallel()).block(Await.PATIENCE)).isEqualTo("Hello.");
			rig.assertClean();
		}
	}

	private enum Threads {

		PLATFORM {

			@Override
			Thread thread(Runnable task) {
				return new Thread(task);
			}

		},

		VIRTUAL {

			@Override
			void assumeThere() {
				Assumptions.assumeTrue(Runtime.version().feature() >= 21, "Virtual threads need Java 21");
			}

			/**
			 * By reflection, since the tests are compiled for Java 17.
			 */
			@Override
			Thread thread(Runnable task) {
				try {
					Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
					return (Thread) Class.forName("java.lang.Thread$Builder")
						.getMethod("unstarted", Runnable.class)
						.invoke(builder, task);
				}
				catch (ReflectiveOperationException ex) {
					throw new AssertionError("No virtual threads", ex);
				}
			}

		};

		abstract Thread thread(Runnable task);

		void assumeThere() {
		}

	}

}
