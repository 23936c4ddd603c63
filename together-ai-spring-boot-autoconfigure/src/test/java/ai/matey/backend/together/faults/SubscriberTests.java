package ai.matey.backend.together.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

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

	private static final class Throwing implements CoreSubscriber<IRStreamChunk> {

		private final String at;

		private final List<String> signals = new CopyOnWriteArrayList<>();

		Throwing(String at) {
			this.at = at;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(IRStreamChunk chunk) {
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
