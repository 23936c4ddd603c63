package ai.matey.observation;

import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ai.matey.errors.SafeText;
import ai.matey.observation.ClientProblem.Kind;

/**
 * One kind of problem of one client since it was first seen. Guarded by its
 * {@link ClientState}.
 */
final class ProblemState {

	private static final Logger logger = LoggerFactory.getLogger("ai.matey.problems");

	/**
	 * How long a problem must not be seen before it counts as over in the log: where some
	 * calls fail and some succeed, the log would else repeat itself with every call.
	 */
	static final Duration QUIET = Duration.ofSeconds(30);

	private final String client;

	private final Kind kind;

	private final Instant since;

	private CallFailure latest;

	private long failures;

	private boolean disproved;

	ProblemState(String client, Kind kind, CallFailure first) {
		this.client = client;
		this.kind = kind;
		this.since = first.time();
		this.latest = first;
		seen(first);
	}

	void seen(CallFailure failure) {
		this.latest = failure;
		this.disproved = false;
		if (this.failures++ == 0) {
			String model = SafeText.name(failure.model());
			String requestId = SafeText.name(failure.requestId());
			logger.atWarn()
				.addKeyValue("client", this.client)
				.addKeyValue("problem", this.kind)
				.addKeyValue("code", failure.code())
				.addKeyValue("status", failure.status())
				.addKeyValue("model", model)
				.addKeyValue("providerRequestId", requestId)
				.log("Client '{}': {} (code {}, status {}, model {}, request id {}). "
						+ "Further failures of this kind are not logged until it is over.", this.client,
						this.kind.text(), failure.code(), failure.status(), model, requestId);
		}
	}

	/**
	 * Something went well that could not have with this problem.
	 * @return whether the problem is over
	 */
	boolean disproved(Instant now) {
		this.disproved = true;
		if (now.isBefore(this.latest.time().plus(QUIET))) {
			return false;
		}
		logger.atInfo()
			.addKeyValue("client", this.client)
			.addKeyValue("problem", this.kind)
			.addKeyValue("failures", this.failures)
			.log("Client '{}' works again; from {} to {} {} ({} failures).", this.client, this.since,
					this.latest.time(), this.kind.text(), this.failures);
		return true;
	}

	boolean isCurrent(Instant now) {
		Duration lifetime = this.kind.lifetime();
		return !this.disproved && (lifetime == null || now.isBefore(this.latest.time().plus(lifetime)));
	}

	ClientProblem problem() {
		return new ClientProblem(this.kind, this.since, this.latest);
	}

}
