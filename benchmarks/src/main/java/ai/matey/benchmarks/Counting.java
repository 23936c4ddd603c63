package ai.matey.benchmarks;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Counts tokens at hardly any cost of its own: what is measured is what comes before.
 */
final class Counting<T> implements CoreSubscriber<T> {

	private final Function<T, @Nullable String> delta;

	private final Consumer<String> deltas;

	private final MonoSink<Integer> result;

	private int count;

	private Counting(Function<T, @Nullable String> delta, Consumer<String> deltas, MonoSink<Integer> result) {
		this.delta = delta;
		this.deltas = deltas;
		this.result = result;
	}

	static <T> Mono<Integer> of(Flux<T> chunks, Function<T, @Nullable String> delta, Consumer<String> deltas) {
		return Mono.create((sink) -> chunks.subscribe(new Counting<>(delta, deltas, sink)));
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(T chunk) {
		String text = this.delta.apply(chunk);
		if (text != null && !text.isEmpty()) {
			this.count++;
			this.deltas.accept(text);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.result.error(failure);
	}

	@Override
	public void onComplete() {
		this.result.success(this.count);
	}

}
