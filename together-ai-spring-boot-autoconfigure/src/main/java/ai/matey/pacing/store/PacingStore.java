package ai.matey.pacing.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Strategy interface for sharing learned rates between instances that use the limits of
 * the same organization. Methods return immediately; the returned stages may fail.
 * Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
public interface PacingStore {

	/**
	 * Report how much was sent and return what the store contains. If {@code next} is
	 * given, it replaces what was learned, unless another instance has changed it.
	 * @param budget the name of the budget
	 * @param sent the units sent since the last exchange
	 * @param expected what this instance knows so far, or {@code null} if nothing
	 * @param next what to replace it with, or {@code null} to change nothing
	 * @return what the store contains now
	 */
	CompletionStage<Exchange> exchange(String budget, long sent, @Nullable String expected, @Nullable String next);

	/**
	 * Return the bucket of a budget, filled at one unit per {@code nanosPerUnit} of the
	 * given clock.
	 * @param budget the name of the budget
	 * @param id distinguishes the buckets of a budget
	 * @param nanosPerUnit the nanoseconds of the clock per unit
	 * @param clock a clock that advances as the budget allows units
	 * @return the bucket
	 */
	PacingBucket bucket(String budget, long id, long nanosPerUnit, LongSupplier clock);

	/**
	 * The content of a store for a budget.
	 *
	 * @param learned what was learned, or {@code null} if nothing
	 * @param time the store's time in nanoseconds since 1970
	 * @param sent the units that all instances sent in each of the last ten whole
	 * seconds, latest first
	 */
	record Exchange(@Nullable String learned, long time, List<Long> sent) {

	}

}
