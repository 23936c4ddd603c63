package ai.matey.pacing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the units of the last seconds, in one slot per second. Thread-safe without
 * locks: a slot stores its second and its count in one number.
 */
final class RecentUnits {

	private static final int SLOTS = 16;

	private static final int SECONDS = 10;

	private static final int COUNT_BITS = 31;

	private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

	private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

	void add(long time, long units) {
		long second = second(time);
		int index = (int) (second % SLOTS);
		while (true) {
			long slot = this.slots.get(index);
			boolean current = slot >>> COUNT_BITS == second;
			if (!current && units < 0) {
				return;
			}
			long count = Math.max(0, Math.min((current ? slot & COUNT_MASK : 0) + units, COUNT_MASK));
			if (this.slots.compareAndSet(index, slot, second << COUNT_BITS | count)) {
				return;
			}
		}
	}

	/**
	 * Return the units of the last whole seconds.
	 * @param time the current time
	 * @return the units of each of the last ten seconds, latest first
	 */
	List<Long> seconds(long time) {
		long second = second(time);
		List<Long> counts = new ArrayList<>(SECONDS);
		for (int i = 1; i <= SECONDS; i++) {
			counts.add(count(second - i));
		}
		return counts;
	}

	/**
	 * Return the recent rate, including the current second.
	 * @param time the current time
	 * @return units per second
	 */
	double rate(long time) {
		List<Long> counts = seconds(time);
		counts.add(0, count(second(time)));
		return rate(counts);
	}

	/**
	 * Return the rate that counts represent: that of the best second, but at most twice
	 * the mean since the first one.
	 * @param counts the units of each second, latest first
	 * @return units per second
	 */
	static double rate(List<Long> counts) {
		long sum = 0;
		long most = 0;
		int seconds = 1;
		for (int i = 0; i < counts.size(); i++) {
			long count = counts.get(i);
			sum += count;
			most = Math.max(most, count);
			seconds = (count > 0) ? i + 1 : seconds;
		}
		return Math.min((double) most, 2.0 * sum / seconds);
	}

	/**
	 * Return the mean rate.
	 * @param counts the units of each second
	 * @return units per second
	 */
	static double mean(List<Long> counts) {
		return counts.stream().mapToLong(Long::longValue).average().orElse(0);
	}

	private long count(long second) {
		long slot = this.slots.get((int) (second % SLOTS));
		return (slot >>> COUNT_BITS == second) ? slot & COUNT_MASK : 0;
	}

	private static long second(long time) {
		return time / 1_000_000_000;
	}

}
