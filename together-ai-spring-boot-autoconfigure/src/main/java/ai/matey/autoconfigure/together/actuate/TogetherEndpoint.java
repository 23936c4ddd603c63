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
import ai.matey.middleware.AliasStatus;
import ai.matey.middleware.BudgetStatus;
import ai.matey.observation.KnownRateLimits;
import ai.matey.autoconfigure.together.middleware.ModelProblem;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingStatus;
import ai.matey.pacing.StoreStatus;

/**
 * {@link Endpoint @Endpoint} to see how Together AI clients do, and to refresh their
 * lists of models. It shows identifiers and figures only: no key, and no text of
 * requests, answers or errors.
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
	 * Creates the endpoint.
	 * @param adapters the clients
	 * @param monitor a listener of the clients
	 * @param limits a listener of the clients
	 * @param pacer paces the clients, or {@code null}
	 * @param details what is known of their models and budgets
	 * @param clock tells the time
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
	 * Shows all clients.
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
	 * Asks the provider for the list of models of every client.
	 * @return what came, by the client's name
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
	 * Forgets learned rates.
	 * @param client the client, or {@code null} for all
	 * @param model the model, or {@code null} for all
	 * @return how many models there were
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
	 * All clients.
	 *
	 * @param clients the clients by name
	 * @param pacingStore whether instances share what they learned, or {@code null}
	 * without pacing
	 */
	public record TogetherDescriptor(Map<String, ClientDescriptor> clients,
			@Nullable StoreStatus pacingStore) implements OperationResponseBody {

	}

	/**
	 * One client.
	 *
	 * @param host the host of its base URL
	 * @param activeStreams how many streams run
	 * @param lastUse when a call other than for models was last answered, or {@code null}
	 * @param problem what keeps it or some of its calls from working, or {@code null}
	 * @param overloadedModels the models that were overloaded within the last minute
	 * @param limits what the provider said about its limits within the last minute
	 * @param pacing what was learned about its models, and how many calls wait
	 * @param recentErrors the calls that failed last, the latest first
	 * @param models its models
	 * @param budget what it may cost and did, or {@code null} if it has no budget
	 */
	public record ClientDescriptor(String host, int activeStreams, @Nullable Instant lastUse,
			@Nullable ClientProblem problem, List<String> overloadedModels, List<LimitDescriptor> limits,
			List<PacingStatus> pacing, List<CallFailure> recentErrors, ModelsDescriptor models,
			@Nullable BudgetStatus budget) {

	}

	/**
	 * Forgotten rates.
	 *
	 * @param models of how many models
	 */
	public record PacingResetDescriptor(int models) implements OperationResponseBody {

	}

	/**
	 * The limits of one model.
	 *
	 * @param model the model
	 * @param limits what the provider said
	 * @param time when
	 */
	public record LimitDescriptor(String model, RateLimits limits, Instant time) {

	}

	/**
	 * Models: the cached list of them, and how those do that are configured.
	 *
	 * @param fetchedAt when the list was fetched, or {@code null} if it never was
	 * @param age how long ago that is, or {@code null}
	 * @param aliases which models aliases stand for, and which of them answers
	 * @param problems what is wrong with models that are configured
	 * @param refused the models that were refused lately, configured or not
	 */
	public record ModelsDescriptor(@Nullable Instant fetchedAt, @Nullable Duration age, List<AliasStatus> aliases,
			List<ModelProblem> problems, List<RefusedModels.Refusal> refused) {

	}

	/**
	 * Refreshed lists of models.
	 *
	 * @param clients what came, by the client's name
	 */
	public record ModelsRefreshDescriptor(Map<String, Refresh> clients) implements OperationResponseBody {

	}

	/**
	 * What came when one client asked for its models.
	 *
	 * @param models how many models there are, or {@code null} after an error
	 * @param source whether the list is new or an old one because the provider failed
	 * @param fetchedAt when the list was fetched, or {@code null} after an error
	 * @param error the error's code, or {@code null}
	 */
	public record Refresh(@Nullable Integer models, ListModelsResult.@Nullable Source source,
			@Nullable Instant fetchedAt, @Nullable ErrorCode error) {

	}

}
