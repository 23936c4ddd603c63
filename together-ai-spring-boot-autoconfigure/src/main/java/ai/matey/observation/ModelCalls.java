package ai.matey.observation;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * Holds the last model call of a round, so that the resulting tool calls are observed as
 * its children. By then, the model call has ended. It was made upstream of the round,
 * hence this shared holder.
 */
final class ModelCalls {

	private final AtomicReference<@Nullable Observation> last = new AtomicReference<>();

	private ModelCalls() {
	}

	static <T> Flux<T> of(Flux<T> round) {
		return round.contextWrite((context) -> context.put(ModelCalls.class, new ModelCalls()));
	}

	static void started(Observation call, ContextView context) {
		ModelCalls calls = context.getOrDefault(ModelCalls.class, null);
		if (calls != null) {
			calls.last.set(call);
		}
	}

	static @Nullable Observation last(ContextView context) {
		ModelCalls calls = context.getOrDefault(ModelCalls.class, null);
		return (calls != null) ? calls.last.get() : null;
	}

}
