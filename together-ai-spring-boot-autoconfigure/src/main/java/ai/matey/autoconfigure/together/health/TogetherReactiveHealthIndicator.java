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
import ai.matey.ir.ListModelsOptions;
import ai.matey.observation.CallFailure;
import ai.matey.observation.ClientMonitor;
import ai.matey.observation.ClientProblem;
import ai.matey.observation.ClientProblem.Kind;
import ai.matey.observation.ClientStatus;

/**
 * Health of one client, as its own calls show it. Only if there was none for a while it
 * asks for the list of models, and keeps what that showed for the same time.
 */
final class TogetherReactiveHealthIndicator extends AbstractReactiveHealthIndicator {

	private final TogetherAIBackendAdapter adapter;

	private final ClientMonitor monitor;

	private final Supplier<@Nullable String> pacingProblem;

	private final Clock clock;

	private final Duration interval;

	private final Mono<Check> check;

	TogetherReactiveHealthIndicator(TogetherAIBackendAdapter adapter, ClientMonitor monitor,
			Supplier<@Nullable String> pacingProblem, Clock clock, TogetherHealthProperties properties) {
		super("Health check of Together AI failed");
		this.adapter = adapter;
		this.monitor = monitor;
		this.pacingProblem = pacingProblem;
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
	 * What goes wrong is told by the monitor, too; but a list that does not come is no
	 * signal, and a client made by the application may lack the monitor.
	 */
	private Mono<Check> check(Duration timeout) {
		return this.adapter.listModels(ListModelsOptions.ALL.refreshed())
			.timeout(timeout)
			.thenReturn(Check.NOTHING_FOUND)
			.onErrorResume(TimeoutException.class, (ex) -> Mono.just(new Check(Kind.UNREACHABLE)))
			.onErrorResume(AdapterException.class, (ex) -> Mono.just(new Check(Kind.of(ex.code()))));
	}

	private Health health(Health.Builder builder, ClientStatus status, Check check) {
		ClientProblem problem = status.problem();
		Kind kind = (problem != null) ? problem.kind() : check.found();
		builder.status(status(kind)).withDetail("reason", reason(kind, status));
		builder.withDetail("host", this.adapter.server().getHostString());
		if (kind != null) {
			builder.withDetail("description", kind.text());
		}
		if (status.lastUse() != null) {
			builder.withDetail("lastUse", status.lastUse());
		}
		String pacingProblem = this.pacingProblem.get();
		if (pacingProblem != null) {
			builder.withDetail("pacingStore", pacingProblem);
		}
		if (problem != null) {
			failure(builder, problem);
		}
		return builder.build();
	}

	private static Status status(@Nullable Kind kind) {
		if (kind == null || kind == Kind.THROTTLED) {
			return Status.UP;
		}
		return (kind == Kind.OVERLOADED) ? Status.OUT_OF_SERVICE : Status.DOWN;
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
	 * What asking for the list of models showed.
	 *
	 * @param found the problem, or {@code null} if there was none
	 */
	private record Check(@Nullable Kind found) {

		private static final Check NOTHING_FOUND = new Check(null);

	}

}
