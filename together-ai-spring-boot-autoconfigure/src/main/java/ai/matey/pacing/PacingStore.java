package ai.matey.pacing;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Where instances meet that share the limits of one organisation. All methods return at
 * once; what they return may fail. Implementations are thread-safe.
 */
public interface PacingStore {

	/**
	 * Tell how much was sent, and learn what is known; on the way, replace what was
	 * learned unless another instance was first.
	 * @param budget the name of a budget
	 * @param sent the units sent since the last exchange
	 * @param expected what is known so far, or {@code null} if nothing
	 * @param next what to put in its place, or {@code null} to change nothing
	 * @return what the store holds now
	 */
	CompletionStage<Exchange> exchange(String budget, long sent, @Nullable String expected, @Nullable String next);

	/**
	 * Return the bucket of a budget, filled at one unit per {@code nanosPerUnit} of the
	 * given clock.
	 * @param budget the name of a budget
	 * @param id tells apart the buckets of a budget
	 * @param nanosPerUnit the clock's nanoseconds per unit
	 * @param clock a clock that advances as the budget allows
	 * @return the bucket
	 */
	PacingBucket bucket(String budget, long id, long nanosPerUnit, LongSupplier clock);

	/**
	 * What a store holds of a budget.
	 *
	 * @param learned what was learned, or {@code null} if nothing
	 * @param time the store's time in nanoseconds since 1970
	 * @param sent the units that all instances sent in each of the last ten whole
	 * seconds, the latest first
	 */
	record Exchange(@Nullable String learned, long time, List<Long> sent) {

	}

}
