package ai.matey.benchmarks.pacing;

import java.util.Arrays;

/**
 * What is counted in a simulation, second by second and for each instance.
 */
final class Figures {

	private final double warmUp;

	private final long[] accepted;

	private final long[] rejected;

	private final long[] overloaded;

	private final double[] capacity;

	private final long[] byInstance;

	private double[] waits = new double[1024];

	private int waited;

	private long calls;

	private long succeeded;

	private long refused;

	private long failed;

	Figures(int instances, double warmUp, double duration) {
		int seconds = (int) Math.ceil(duration) + 1;
		this.warmUp = warmUp;
		this.accepted = new long[seconds];
		this.rejected = new long[seconds];
		this.overloaded = new long[seconds];
		this.capacity = new double[seconds];
		this.byInstance = new long[instances];
	}

	void capacity(double time, double capacity) {
		this.capacity[(int) time] = capacity;
	}

	void verdict(double time, int status) {
		long[] counts = (status == 200) ? this.accepted : (status == 429) ? this.rejected : this.overloaded;
		counts[(int) time]++;
	}

	void called() {
		this.calls++;
	}

	void succeeded(double time, int instance, double wait) {
		this.succeeded++;
		if (time < this.warmUp) {
			return;
		}
		this.byInstance[instance]++;
		if (this.waited == this.waits.length) {
			this.waits = Arrays.copyOf(this.waits, this.waited * 2);
		}
		this.waits[this.waited++] = wait;
	}

	void refused() {
		this.refused++;
	}

	void failed() {
		this.failed++;
	}

	long calls() {
		return this.calls;
	}

	long ended() {
		return this.succeeded + this.refused + this.failed;
	}

	long succeeded() {
		return this.succeeded;
	}

	/**
	 * Return the share of the capacity that was used.
	 * @param from the first second
	 * @param until the second after the last one
	 * @return accepted requests by those that could have been
	 */
	double goodput(int from, int until) {
		return sum(this.accepted, from, until) / Arrays.stream(this.capacity, from, until).sum();
	}

	double goodput() {
		return goodput((int) this.warmUp, this.capacity.length - 1);
	}

	/**
	 * Return the attempts that were rejected.
	 * @return a share of all attempts
	 */
	double rejectedShare(int from, int until) {
		double rejected = sum(this.rejected, from, until);
		double all = rejected + sum(this.accepted, from, until) + sum(this.overloaded, from, until);
		return (all == 0) ? 0 : rejected / all;
	}

	double rejectedShare() {
		return rejectedShare((int) this.warmUp, this.capacity.length - 1);
	}

	double overloadedShare() {
		int from = (int) this.warmUp;
		int until = this.capacity.length - 1;
		double overloaded = sum(this.overloaded, from, until);
		return overloaded / (overloaded + sum(this.accepted, from, until) + sum(this.rejected, from, until));
	}

	/**
	 * Return the rate of accepted requests.
	 * @return requests per second
	 */
	double acceptedRate() {
		int from = (int) this.warmUp;
		int until = this.capacity.length - 1;
		return sum(this.accepted, from, until) / (until - from);
	}

	/**
	 * Return the calls that had to wait.
	 * @return a share of those that succeeded
	 */
	double waitingShare() {
		return (double) Arrays.stream(this.waits, 0, this.waited).filter((wait) -> wait > 0.002).count() / this.waited;
	}

	double failedShare() {
		return (double) this.failed / this.calls;
	}

	/**
	 * Return a quantile of the waits of calls that succeeded, from their arrival to the
	 * attempt that was accepted.
	 * @param share the quantile
	 * @return seconds
	 */
	double waited(double share) {
		double[] sorted = Arrays.copyOf(this.waits, this.waited);
		Arrays.sort(sorted);
		return (sorted.length == 0) ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
	}

	/**
	 * Return Jain's index of the successes of the instances.
	 * @return 1 if all had the same, 1/n if one had all
	 */
	double fairness() {
		double sum = 0;
		double squares = 0;
		for (long count : this.byInstance) {
			sum += count;
			squares += (double) count * count;
		}
		return (squares == 0) ? 1 : sum * sum / (this.byInstance.length * squares);
	}

	/**
	 * Return how long it took after a change until from then on, for a while, at least
	 * nine tenths of the capacity were used and few attempts rejected.
	 * @param change when the capacity changed
	 * @param window the seconds for which that must hold
	 * @return seconds, {@code NaN} if it never did
	 */
	double adapted(int change, int window) {
		for (int second = change; second + window < this.capacity.length; second++) {
			long rejected = (long) sum(this.rejected, second, second + window);
			double accepted = sum(this.accepted, second, second + window);
			if (goodput(second, second + window) >= 0.9 && rejected <= Math.max(1, 0.02 * (accepted + rejected))) {
				return second - change;
			}
		}
		return Double.NaN;
	}

	double[] acceptedPerSecond(int smoothing) {
		return smooth(this.accepted, smoothing);
	}

	double[] rejectedPerSecond(int smoothing) {
		return smooth(this.rejected, smoothing);
	}

	double[] capacityPerSecond() {
		return this.capacity.clone();
	}

	private static double[] smooth(long[] counts, int seconds) {
		double[] smooth = new double[counts.length / seconds];
		for (int i = 0; i < smooth.length; i++) {
			smooth[i] = sum(counts, i * seconds, (i + 1) * seconds) / seconds;
		}
		return smooth;
	}

	private static double sum(long[] counts, int from, int until) {
		return Arrays.stream(counts, from, until).sum();
	}

}
