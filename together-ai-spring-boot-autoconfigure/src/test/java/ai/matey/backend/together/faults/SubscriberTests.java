package ai.matey.backend.together.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.RateLimits;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Subscribers that throw, which they must not, harm nobody but themselves.
 */
class SubscriberTests {

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@ParameterizedTest
	@CsvSource({ "next, 200, CANCELLED", "complete, 200, SUCCESS", "error, 400, ERROR" })
	void theCallEndsOnce(String signal, int status, Outcome outcome) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue((status == 200) ? Reply.text("Hello.") : Reply.status(status), Reply.text("Again."));
			Throwing subscriber = new Throwing(signal);
			rig.stream().subscribe(subscriber);
			Await.until(() -> subscriber.signals.contains(signal), () -> "no signal but " + subscriber.signals);
			rig.assertClean();
			assertThat(subscriber.signals).last().isEqualTo(signal);
			assertThat(rig.events().finished(outcome)).isOne();
			assertThat(rig.events().finished()).isOne();
			assertThat(rig.text(true)).isEqualTo("Again.");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callOfASubscriberThatThrowsAtOnceIsGivenUp(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			Throwing subscriber = new Throwing("subscribe");
			CorePublisher<?> call = streamed ? rig.stream() : rig.chat();
			// Whether it hears of its own failure is up to Reactor
			Throwable unused = catchThrowable(() -> call.subscribe(subscriber));
			assertThat(rig.together().shutdown().toCompletableFuture()).succeedsWithin(Await.PATIENCE);
			assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
			assertThat(rig.events().finished()).isOne();
			// Reactor may tell the subscriber what it threw
			assertThat(subscriber.signals).startsWith("subscribe").doesNotContain("next", "complete");
		}
	}

	/**
	 * It leaves while its call fails.
	 */
	@Test
	void subscriberThatLeftHearsNothingMore() {
		AtomicReference<Throwable> dropped = new AtomicReference<>();
		BaseSubscriber<IRChatResponse> subscriber = new BaseSubscriber<>() {

			@Override
			public Context currentContext() {
				return Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) dropped::set);
			}

		};
		BackendListener leaving = new BackendListener() {

			@Override
			public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
				subscriber.cancel();
			}

		};
		try (Rig rig = Rig.setup().builder((builder) -> builder.listener(leaving)).start()) {
			rig.server().enqueue(Reply.status(400));
			rig.chat().subscribe(subscriber);
			rig.assertClean();
			assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
			assertThat(dropped).hasValue(null);
		}
	}

	/**
	 * Operators let such errors pass: nobody between us and whoever waits ends the wait.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorOfTheVirtualMachineInAnOperatorEndsTheWait(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.text("Hello."));
			Flux<String> deep = streamed ? rig.stream().map((chunk) -> overflow(chunk.toString()))
					: rig.chat().map((answer) -> overflow(answer.text())).flux();
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> deep.blockLast(Await.PATIENCE));
			rig.assertClean();
			assertThat(rig.events().finished()).isOne();
		}
	}

	/**
	 * An operator that passes its result on as it ends has ended by then. Reactor takes
	 * no other signal from us, so whoever waits without a limit waits for ever: all that
	 * is left is that the call ends, once and clean, and that the error is told to the
	 * hook for dropped errors, which logs it.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorOfTheVirtualMachineBehindAnOperatorThatHasEndedIsDroppedByReactor(boolean streamed) throws Exception {
		CompletableFuture<Throwable> dropped = new CompletableFuture<>();
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.text("Hello."));
			CompletableFuture<String> waiting = (streamed ? rig.stream().cast(Object.class)
					: rig.chat().cast(Object.class).flux())
				.collectList()
				.map((all) -> overflow(all.toString()))
				.contextWrite(Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) dropped::complete))
				.toFuture();
			assertThat(dropped.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
				.isInstanceOf(StackOverflowError.class);
			assertThat(waiting).as("if Reactor has mended this, so much the better: demand it here").isNotDone();
			rig.assertClean();
			assertThat(rig.events().finished()).isOne();
		}
	}

	private static String overflow(String text) {
		return text.isEmpty() ? text : overflow(text + text.length()) + text;
	}

	private static final class Throwing implements CoreSubscriber<Object> {

		private final String at;

		private final List<String> signals = new CopyOnWriteArrayList<>();

		Throwing(String at) {
			this.at = at;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (this.at.equals("subscribe")) {
				signal("subscribe");
			}
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Object chunk) {
			signal("next");
		}

		@Override
		public void onError(Throwable failure) {
			signal("error");
		}

		@Override
		public void onComplete() {
			signal("complete");
		}

		private void signal(String name) {
			this.signals.add(name);
			if (name.equals(this.at)) {
				throw new IllegalStateException("on " + name);
			}
		}

	}

}
