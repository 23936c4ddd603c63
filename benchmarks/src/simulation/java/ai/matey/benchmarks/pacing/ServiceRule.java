package ai.matey.benchmarks.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;

/**
 * By what rule a service rejects requests. Not thread-safe.
 */
interface ServiceRule {

	/**
	 * A request arrives.
	 * @param time seconds since the beginning
	 * @return 0 if it is accepted, else the seconds after which to come again
	 */
	double arrives(double time);

	/**
	 * Return the rate that can be accepted at a time.
	 * @param time seconds since the beginning
	 * @return requests per second
	 */
	double capacity(double time);

	/**
	 * So many in each second of the clock; a limit below one counts longer windows.
	 * @param limit requests per second at a time
	 * @return the rule
	 */
	static ServiceRule perSecond(DoubleUnaryOperator limit) {
		return new ServiceRule() {

			private long window = -1;

			private double count;

			@Override
			public double arrives(double time) {
				double rate = limit.applyAsDouble(time);
				double length = Math.max(1, 1 / rate);
				long current = (long) (time / length);
				if (current != this.window) {
					this.window = current;
					this.count = 0;
				}
				if (this.count + 1 <= rate * length + 1e-9) {
					this.count++;
					return 0;
				}
				return (current + 1) * length - time;
			}

			@Override
			public double capacity(double time) {
				return limit.applyAsDouble(time);
			}

		};
	}

	/**
	 * A token bucket.
	 * @param limit requests per second at a time
	 * @param burst how many seconds of the limit it holds, but at least one request
	 * @return the rule
	 */
	static ServiceRule tokenBucket(DoubleUnaryOperator limit, double burst) {
		return new ServiceRule() {

			private double tokens = Math.max(1, limit.applyAsDouble(0) * burst);

			private double last;

			@Override
			public double arrives(double time) {
				double rate = limit.applyAsDouble(time);
				this.tokens = Math.min(Math.max(1, rate * burst), this.tokens + (time - this.last) * rate);
				this.last = time;
				if (this.tokens >= 1) {
					this.tokens--;
					return 0;
				}
				return (1 - this.tokens) / rate;
			}

			@Override
			public double capacity(double time) {
				return limit.applyAsDouble(time);
			}

		};
	}

	/**
	 * Twice the successful rate of the last hour, but not less than a floor; what
	 * Together's documentation once said. Enforced by a bucket of one second.
	 * @param floor requests per second
	 * @return the rule
	 */
	static ServiceRule twiceTheLastHour(double floor) {
		return new ServiceRule() {

			private final Deque<Double> accepted = new ArrayDeque<>();

			private final ServiceRule bucket = tokenBucket(this::capacity, 1);

			@Override
			public double arrives(double time) {
				double wait = this.bucket.arrives(time);
				if (wait == 0) {
					this.accepted.addLast(time);
				}
				return wait;
			}

			@Override
			public double capacity(double time) {
				while (!this.accepted.isEmpty() && this.accepted.getFirst() < time - 3600) {
					this.accepted.removeFirst();
				}
				return Math.max(floor, 2 * this.accepted.size() / 3600.0);
			}

		};
	}

}
