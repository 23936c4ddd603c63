package ai.matey.benchmarks.pacing;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * The simulated service: a rule, a number of requests that it can serve at once, and the
 * way to it.
 */
final class Service {

	private final VirtualTime time;

	private final ServiceRule rule;

	private final DoubleUnaryOperator places;

	private final Random random;

	private int running;

	Service(VirtualTime time, ServiceRule rule, DoubleUnaryOperator places, Random random) {
		this.time = time;
		this.rule = rule;
		this.places = places;
		this.random = random;
	}

	double capacity() {
		return this.rule.capacity(this.time.seconds());
	}

	/**
	 * Send a request.
	 * @param reply is given the verdict when the head of the response is back
	 * @param end is run when an accepted request has been served
	 */
	void send(Consumer<Verdict> reply, Runnable end) {
		this.time.in(way(), () -> {
			Verdict verdict = arrives();
			this.time.in(way(), () -> reply.accept(verdict));
			if (verdict.status() == 200) {
				this.running++;
				this.time.in(0.2 + 1.8 * -Math.log(1 - this.random.nextDouble()), () -> {
					this.running--;
					this.time.in(way(), end);
				});
			}
		});
	}

	private Verdict arrives() {
		double now = this.time.seconds();
		if (this.running >= this.places.applyAsDouble(now)) {
			return new Verdict(503, 0);
		}
		double wait = this.rule.arrives(now);
		return (wait == 0) ? new Verdict(200, 0) : new Verdict(429, Math.ceil(wait));
	}

	/**
	 * One way over the network: 20 ms, some of them longer.
	 */
	private double way() {
		return 0.02 + 0.005 * -Math.log(1 - this.random.nextDouble());
	}

	/**
	 * What the service says.
	 *
	 * @param status the HTTP status
	 * @param reset the seconds in x-ratelimit-reset, which are whole ones
	 */
	record Verdict(int status, double reset) {

	}

}
