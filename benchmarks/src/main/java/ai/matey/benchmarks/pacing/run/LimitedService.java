package ai.matey.benchmarks.pacing.run;

import java.util.concurrent.locks.LockSupport;

import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

/**
 * A service with a limit that it does not tell and that falls after a while. It writes a
 * line for each attempt: the milliseconds since the first one, its prompt, and whether it
 * was accepted. A prompt is repeated in its response. What is sent to warm up does not
 * count.
 */
final class LimitedService {

	private final double perSecond;

	private final long fallsAfter;

	private double available;

	private long refilledAt;

	private long begin;

	private LimitedService(double perSecond, long fallsAfter) {
		this.perSecond = perSecond;
		this.fallsAfter = fallsAfter;
		this.available = perSecond;
	}

	/**
	 * Starts a service that runs until its process is ended.
	 * @param args its port, its limit per second, and after how many seconds it falls to
	 * three quarters of that
	 */
	public static void main(String[] args) {
		LimitedService service = new LimitedService(Double.parseDouble(args[1]), Long.parseLong(args[2]) * 1000);
		FakeTogether.builder()
			.port(Integer.parseInt(args[0]))
			.anyModel()
			.logLimit(1)
			.start()
			.onPath("/v1/chat/completions")
			.always(Reply.choosing(service::reply));
		System.out.println("started");
		while (true) {
			LockSupport.park();
		}
	}

	private synchronized Reply reply(RecordedRequest request) {
		JsonNode messages = request.json().path("messages");
		String prompt = messages.path(messages.size() - 1).path("content").stringValue("");
		if (!prompt.startsWith(PacingRun.CALL)) {
			return Reply.text(prompt);
		}
		long now = System.nanoTime() / 1_000_000;
		if (this.begin == 0) {
			this.begin = now;
			this.refilledAt = now;
		}
		double limit = limit(this.perSecond, now - this.begin, this.fallsAfter);
		this.available = Math.min(limit, this.available + (now - this.refilledAt) * limit / 1000);
		this.refilledAt = now;
		boolean accepted = this.available >= 1;
		this.available -= accepted ? 1 : 0;
		System.out.println((now - this.begin) + " " + prompt + " " + accepted);
		return accepted ? Reply.text(prompt)
				: Reply.status(429)
					.header("x-ratelimit-reset", "1")
					.error("rate_limit", "Too many requests", "dynamic_request_limited");
	}

	/**
	 * Return the limit at a time.
	 */
	static double limit(double perSecond, long millis, long fallsAfter) {
		return (millis < fallsAfter) ? perSecond : 0.75 * perSecond;
	}

}
