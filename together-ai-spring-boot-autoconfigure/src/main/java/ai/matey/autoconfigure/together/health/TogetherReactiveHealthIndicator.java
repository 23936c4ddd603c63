package ai.matey.autoconfigure.together.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.observation.client.CallFailure;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.observation.client.ClientProblem;
import ai.matey.observation.client.ClientProblem.Kind;
import ai.matey.observation.client.ClientStatus;

/**
 * Health indicator for one client, derived from its own calls. It probes the provider
 * only after some time without calls and keeps the result for the same time.
 */
final class TogetherReactiveHealthIndicator extends AbstractReactiveHealthIndicator {

	private final TogetherAIBackendAdapter adapter;

	private final ClientMonitor monitor;

	private final Supplier<@Nullable String> pacingProblem;

	private final Clock clock;

	private final Duration interval;

	private final Mono<Check> check;

	private final ModelHealth models;

	TogetherReactiveHealthIndicator(TogetherAIBackendAdapter adapter, ClientMonitor monitor,
			Supplier<@Nullable String> pacingProblem, ModelHealth models, Clock clock,
			TogetherHealthProperties properties) {
		super("Health check of Together AI failed");
		this.adapter = adapter;
		this.monitor = monitor;
		this.pacingProblem = pacingProblem;
		this.models = models;
		this.clock = clock;
		this.interval = properties.interval();
		this.check = Mono.defer(() -> check(properties.timeout())).cache(properties.interval());
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return Mono.defer(() -> {
			ClientStatus status = status();
			return isRecent(status) ? Mono.just(health(builder, status, Check.NOTHING_FOUND))
					: this.check.map((check) -> health(builder, status(), check));
		});
	}

	private ClientStatus status() {
		return this.monitor.status(this.adapter.clientName());
	}

	private boolean isRecent(ClientStatus status) {
		Instant last = status.lastSignal();
		return last != null && this.clock.instant().isBefore(last.plus(this.interval));
	}

	/**
	 * The monitor reports failures as well, but it does not notice a missing response,
	 * and a client created by the application may not have the monitor. If each call
	 * provides its own key, a missing key here says nothing about the calls.
	 */
	private Mono<Check> check(Duration timeout) {
		return this.adapter.checkAvailability()
			.timeout(timeout)
			.thenReturn(Check.NOTHING_FOUND)
			.onErrorResume(TimeoutException.class, (ex) -> Mono.just(new Check(Kind.UNREACHABLE, null)))
			.onErrorResume(AdapterException.class, (ex) -> Mono.just(new Check(Kind.of(ex.code()), ex.code())));
	}

	private Health health(Health.Builder builder, ClientStatus status, Check check) {
		ClientProblem problem = status.problem();
		Kind kind = (problem != null) ? problem.kind() : check.found();
		builder.status(status(problem, check)).withDetail("reason", reason(kind, status));
		builder.withDetail("host", this.adapter.server().getHostString());
		if (kind != null) {
			builder.withDetail("description",
					(problem != null && !problem.general()) ? "for some calls: " + kind.text() : kind.text());
		}
		if (status.lastUse() != null) {
			builder.withDetail("lastUse", status.lastUse());
		}
		if (!status.overloadedModels().isEmpty()) {
			builder.withDetail("overloadedModels", status.overloadedModels());
		}
		String pacingProblem = this.pacingProblem.get();
		if (pacingProblem != null) {
			builder.withDetail("pacingStore", pacingProblem);
		}
		if (problem != null) {
			failure(builder, problem);
		}
		else if (check.code() != null) {
			builder.withDetail("code", check.code());
		}
		this.models.describe(this.adapter.clientName(), builder);
		return builder.build();
	}

	/**
	 * A missing key makes a client DOWN only if its calls have failed for that reason.
	 */
	private static Status status(@Nullable ClientProblem problem, Check check) {
		if (problem == null) {
			return (check.found() == Kind.KEY_MISSING) ? Status.UNKNOWN : status(check.found());
		}
		return problem.general() ? status(problem.kind()) : Status.UP;
	}

	private static Status status(@Nullable Kind kind) {
		if (kind == null) {
			return Status.UP;
		}
		return switch (kind) {
			case THROTTLED -> Status.UP;
			case KEY_UNAVAILABLE -> Status.UNKNOWN;
			case OVERLOADED -> Status.OUT_OF_SERVICE;
			case KEY_MISSING, KEY_REJECTED, BILLING, UNREACHABLE, FAILING -> Status.DOWN;
		};
	}

	private static String reason(@Nullable Kind kind, ClientStatus status) {
		if (kind != null) {
			return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		return (status.lastUse() != null) ? "fine" : "never-used";
	}

	private static void failure(Health.Builder builder, ClientProblem problem) {
		CallFailure failure = problem.failure();
		builder.withDetail("since", problem.since()).withDetail("code", failure.code());
		if (failure.status() != null) {
			builder.withDetail("httpStatus", failure.status());
		}
		if (failure.model() != null) {
			builder.withDetail("model", failure.model());
		}
		if (failure.requestId() != null) {
			builder.withDetail("requestId", failure.requestId());
		}
	}

	/**
	 * The result of a probe.
	 *
	 * @param found the problem, or {@code null} if there was none
	 * @param code the code of the error, or {@code null}
	 */
	private record Check(@Nullable Kind found, @Nullable ErrorCode code) {

		private static final Check NOTHING_FOUND = new Check(null, null);

	}

}
