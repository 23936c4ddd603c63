package ai.matey.autoconfigure.together.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.RateLimits;
import ai.matey.observation.client.CallFailure;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.observation.client.ClientProblem;
import ai.matey.observation.client.ClientStatus;
import ai.matey.middleware.alias.AliasStatus;
import ai.matey.middleware.budget.BudgetStatus;
import ai.matey.observation.KnownRateLimits;
import ai.matey.autoconfigure.together.middleware.ModelProblem;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingStatus;
import ai.matey.pacing.StoreStatus;

/**
 * {@link Endpoint @Endpoint} to show the status of Together AI clients and to refresh
 * their lists of models. It exposes only identifiers and numbers: no keys, and no text of
 * requests, responses or errors.
 *
 * @since 0.1.0
 */
@Endpoint(id = "together")
public class TogetherEndpoint {

	private final Supplier<Collection<TogetherAIBackendAdapter>> adapters;

	private final ClientMonitor monitor;

	private final KnownRateLimits limits;

	private final @Nullable AdaptivePacer pacer;

	private final ModelDetails details;

	private final Clock clock;

	/**
	 * Create the endpoint.
	 * @param adapters the clients
	 * @param monitor the monitor of the clients
	 * @param limits the rate limits of the clients
	 * @param pacer the pacer of the clients, or {@code null}
	 * @param details the details of their models and budgets
	 * @param clock the clock
	 */
	TogetherEndpoint(Supplier<Collection<TogetherAIBackendAdapter>> adapters, ClientMonitor monitor,
			KnownRateLimits limits, @Nullable AdaptivePacer pacer, ModelDetails details, Clock clock) {
		this.adapters = adapters;
		this.monitor = monitor;
		this.limits = limits;
		this.pacer = pacer;
		this.details = details;
		this.clock = clock;
	}

	/**
	 * Return the status of all clients.
	 * @return the clients by name
	 */
	@ReadOperation
	public Mono<TogetherDescriptor> clients() {
		return Flux.fromIterable(this.adapters.get())
			.concatMap((adapter) -> this.details.budget(adapter.clientName())
				.map(Optional::of)
				.defaultIfEmpty(Optional.empty())
				.map((budget) -> Map.entry(adapter.clientName(), client(adapter, budget.orElse(null)))))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new)
			.map((clients) -> new TogetherDescriptor(clients, (this.pacer != null) ? this.pacer.storeStatus() : null));
	}

	/**
	 * Refresh the list of models of every client.
	 * @return the results by the name of the client
	 */
	@WriteOperation
	public Mono<ModelsRefreshDescriptor> refreshModels() {
		return Flux.fromIterable(this.adapters.get())
			.concatMap((adapter) -> adapter.listModels(ListModelsOptions.ALL.refreshed())
				.map((result) -> new Refresh(result.models().size(), result.source(), result.fetchedAt(), null))
				.onErrorResume(AdapterException.class,
						(failure) -> Mono.just(new Refresh(null, null, null, failure.code())))
				.map((refresh) -> Map.entry(adapter.clientName(), refresh)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new)
			.map(ModelsRefreshDescriptor::new);
	}

	/**
	 * Forget learned rates.
	 * @param client the client, or {@code null} for all
	 * @param model the model, or {@code null} for all
	 * @return the number of models whose rates were forgotten
	 */
	@DeleteOperation
	public PacingResetDescriptor resetPacing(@Nullable String client, @Nullable String model) {
		return new PacingResetDescriptor((this.pacer != null) ? this.pacer.reset(client, model) : 0);
	}

	private List<PacingStatus> pacing(String client) {
		return (this.pacer != null)
				? this.pacer.status().stream().filter((status) -> status.client().equals(client)).toList() : List.of();
	}

	private ClientDescriptor client(TogetherAIBackendAdapter adapter, @Nullable BudgetStatus budget) {
		String name = adapter.clientName();
		ClientStatus status = this.monitor.status(name);
		Instant fetchedAt = adapter.modelsFetchedAt();
		Duration age = (fetchedAt != null) ? Duration.between(fetchedAt, this.clock.instant()) : null;
		return new ClientDescriptor(adapter.server().getHostString(), status.activeStreams(), status.lastUse(),
				status.problem(), status.overloadedModels(),
				this.limits.findAll()
					.stream()
					.filter((entry) -> entry.client().equals(name))
					.map((entry) -> new LimitDescriptor(entry.model(), entry.limits(), entry.time()))
					.toList(),
				pacing(name), status.recentErrors(), new ModelsDescriptor(fetchedAt, age, this.details.aliases(name),
						this.details.problems(name), adapter.refusedModels().all()),
				budget);
	}

	/**
	 * Description of all clients.
	 *
	 * @param clients the clients by name
	 * @param pacingStore whether instances share learned rates, or {@code null} without
	 * pacing
	 */
	public record TogetherDescriptor(Map<String, ClientDescriptor> clients,
			@Nullable StoreStatus pacingStore) implements OperationResponseBody {

	}

	/**
	 * Description of a client.
	 *
	 * @param host the host of its base URL
	 * @param activeStreams the number of running streams
	 * @param lastUse when a call to a model last received a response or failed, or
	 * {@code null}
	 * @param problem the current problem of the client, or {@code null}
	 * @param overloadedModels the models that were overloaded within the last minute
	 * @param limits the rate limits reported within the last minute
	 * @param pacing the learned rates of its models, and the number of waiting calls
	 * @param recentErrors the most recent failures, latest first
	 * @param models its models
	 * @param budget the status of its budget, or {@code null} if it has none
	 */
	public record ClientDescriptor(String host, int activeStreams, @Nullable Instant lastUse,
			@Nullable ClientProblem problem, List<String> overloadedModels, List<LimitDescriptor> limits,
			List<PacingStatus> pacing, List<CallFailure> recentErrors, ModelsDescriptor models,
			@Nullable BudgetStatus budget) {

	}

	/**
	 * Result of forgetting learned rates.
	 *
	 * @param models the number of models whose rates were forgotten
	 */
	public record PacingResetDescriptor(int models) implements OperationResponseBody {

	}

	/**
	 * The limits of one model.
	 *
	 * @param model the model
	 * @param limits the rate limits that the provider reported
	 * @param time when they were reported
	 */
	public record LimitDescriptor(String model, RateLimits limits, Instant time) {

	}

	/**
	 * Description of the cached list of models and of the configured models.
	 *
	 * @param fetchedAt when the list was fetched, or {@code null} if it never was
	 * @param age the age of the list, or {@code null}
	 * @param aliases the aliases, their models, and which of these is serving
	 * @param problems the problems of configured models
	 * @param refused the recently refused models, configured or not
	 */
	public record ModelsDescriptor(@Nullable Instant fetchedAt, @Nullable Duration age, List<AliasStatus> aliases,
			List<ModelProblem> problems, List<RefusedModels.Refusal> refused) {

	}

	/**
	 * Result of refreshing the lists of models.
	 *
	 * @param clients the results by the name of the client
	 */
	public record ModelsRefreshDescriptor(Map<String, Refresh> clients) implements OperationResponseBody {

	}

	/**
	 * Result of refreshing the list of one client.
	 *
	 * @param models the number of models, or {@code null} after an error
	 * @param source whether the list is new, or a stale one because the provider failed
	 * @param fetchedAt when the list was fetched, or {@code null} after an error
	 * @param error the error code, or {@code null}
	 */
	public record Refresh(@Nullable Integer models, ListModelsResult.@Nullable Source source,
			@Nullable Instant fetchedAt, @Nullable ErrorCode error) {

	}

}
