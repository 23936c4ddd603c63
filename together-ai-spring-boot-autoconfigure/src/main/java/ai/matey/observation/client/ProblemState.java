package ai.matey.observation.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ai.matey.observation.client.ClientProblem.Kind;

/**
 * One kind of problem of one client since it was first seen. Guarded by its
 * {@link ClientState}, which logs after releasing its lock.
 */
final class ProblemState {

	private static final Logger logger = LoggerFactory.getLogger("ai.matey.problems");

	/**
	 * The time without the problem after which the log reports its end. Without it, the
	 * log would repeat itself if some calls fail and others succeed.
	 */
	static final Duration QUIET = Duration.ofSeconds(30);

	private final String client;

	private final Kind kind;

	private final Instant since;

	private CallFailure latest;

	private long failures = 1;

	private boolean disproved;

	ProblemState(String client, Kind kind, CallFailure first) {
		this.client = client;
		this.kind = kind;
		this.since = first.time();
		this.latest = first;
	}

	void seen(CallFailure failure) {
		this.latest = failure;
		this.failures++;
		this.disproved = false;
	}

	/**
	 * Record a success that contradicts this problem.
	 */
	void disproved() {
		this.disproved = true;
	}

	/**
	 * Whether the problem was disproved and has not been seen for some time. A later
	 * failure is a new problem of the same kind.
	 */
	boolean isOver(Instant now) {
		return this.disproved && !now.isBefore(this.latest.time().plus(QUIET));
	}

	boolean isCurrent(Instant now) {
		Duration lifetime = this.kind.lifetime();
		return !this.disproved && (lifetime == null || now.isBefore(this.latest.time().plus(lifetime)));
	}

	ClientProblem problem(boolean general) {
		return new ClientProblem(this.kind, this.since, this.latest, general);
	}

	Runnable beginning() {
		CallFailure failure = this.latest;
		return () -> logger.atWarn()
			.addKeyValue("client", this.client)
			.addKeyValue("problem", this.kind)
			.addKeyValue("code", failure.code())
			.addKeyValue("status", failure.status())
			.addKeyValue("model", failure.model())
			.addKeyValue("providerRequestId", failure.requestId())
			.log("Client '{}': {} ({}). Further failures of this kind are not logged until it is over.", this.client,
					this.kind.text(), details(failure));
	}

	private static String details(CallFailure failure) {
		StringBuilder details = new StringBuilder("code ").append(failure.code());
		add(details, "status", failure.status());
		add(details, "model", failure.model());
		add(details, "request id", failure.requestId());
		return details.toString();
	}

	private static void add(StringBuilder details, String name, @Nullable Object value) {
		if (value != null) {
			details.append(", ").append(name).append(' ').append(value);
		}
	}

	Runnable end() {
		Instant last = this.latest.time();
		long failures = this.failures;
		return () -> logger.atInfo()
			.addKeyValue("client", this.client)
			.addKeyValue("problem", this.kind)
			.addKeyValue("failures", failures)
			.log("Client '{}' works again; from {} to {} {} ({} failures).", this.client, this.since, last,
					this.kind.text(), failures);
	}

}
