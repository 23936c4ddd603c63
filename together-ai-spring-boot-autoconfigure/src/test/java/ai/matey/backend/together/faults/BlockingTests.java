package ai.matey.backend.together.faults;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Callers that block, and event loops that must not. BlockHound watches all tests of this
 * module: a call that blocks an event loop fails wherever it happens.
 */
class BlockingTests {

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
	@ValueSource(booleans = { false, true })
	void platformThread(boolean streamed) throws Exception {
		assertAnswer(streamed, Thread::new);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void virtualThread(boolean streamed) throws Exception {
		Assumptions.assumeTrue(Runtime.version().feature() >= 21, "Virtual threads need Java 21");
		assertAnswer(streamed, BlockingTests::virtual);
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

	private static void assertAnswer(boolean streamed, Starter starter) throws Exception {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.text("Hello."));
			Callable<String> call = () -> rig.text(streamed);
			FutureTask<String> answer = new FutureTask<>(call);
			starter.thread(answer).start();
			assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("Hello.");
		}
	}

	/**
	 * By reflection, since the tests are compiled for Java 17.
	 */
	private static Thread virtual(Runnable task) {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (Thread) Class.forName("java.lang.Thread$Builder")
				.getMethod("unstarted", Runnable.class)
				.invoke(builder, task);
		}
		catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException | ClassNotFoundException ex) {
			throw new AssertionError("No virtual threads", ex);
		}
	}

	private interface Starter {

		Thread thread(Runnable task);

	}

}
