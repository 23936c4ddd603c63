package ai.matey.autoconfigure.together.middleware;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.RefusedModels;
import ai.matey.errors.AdapterException;
import ai.matey.ir.AIModel;

/**
 * Monitors whether the provider lists or refuses the models configured for clients. A
 * problem is logged once at {@code WARN} when it is first seen, and ends when the model
 * is listed or responds. A model that responds although it is not listed, such as one on
 * a dedicated endpoint, is not a problem. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ModelMonitor implements BackendListener {

	private static final Logger logger = LoggerFactory.getLogger(ModelMonitor.class);

	private final Function<String, ? extends Collection<String>> configured;

	private final Clock clock;

	private final Map<String, ClientModels> clients = new ConcurrentHashMap<>();

	/**
	 * Create a monitor without any known problems.
	 * @param configured returns the models configured for a client; called once
	 * @param clock the clock
	 */
	public ModelMonitor(Function<String, ? extends Collection<String>> configured, Clock clock) {
		this.configured = configured;
		this.clock = clock;
	}

	/**
	 * Return the problems of a client's models.
	 * @param client the client's name
	 * @return the problems sorted by model; empty if none are known
	 */
	public List<ModelProblem> problems(String client) {
		ClientModels models = this.clients.get(client);
		return (models != null) ? models.problems() : List.of();
	}

	@Override
	public void modelsListed(String client, List<AIModel> models) {
		models(client).listed(models.stream().map(AIModel::id).collect(Collectors.toSet()));
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		String model = call.model();
		if (model == null) {
			return;
		}
		if (outcome == Outcome.SUCCESS) {
			models(call.client()).served(model);
		}
		else if (failure != null && RefusedModels.isRefusal(failure)) {
			models(call.client()).refused(model);
		}
	}

	private ClientModels models(String client) {
		return this.clients.computeIfAbsent(client,
				(name) -> new ClientModels(name, Set.copyOf(this.configured.apply(name))));
	}

	/**
	 * The models of one client. Only configured names are kept.
	 */
	private final class ClientModels {

		private final String client;

		private final Set<String> names;

		private final Map<String, ModelProblem> problems = new HashMap<>();

		private final Set<String> serving = new HashSet<>();

		private ClientModels(String client, Set<String> names) {
			this.client = client;
			this.names = names;
		}

		private synchronized List<ModelProblem> problems() {
			List<ModelProblem> all = new ArrayList<>(this.problems.values());
			all.sort(Comparator.comparing(ModelProblem::model));
			return all;
		}

		private synchronized void listed(Set<String> listed) {
			for (String name : this.names) {
				ModelProblem known = this.problems.get(name);
				if (listed.contains(name) && known != null && known.kind() == ModelProblem.Kind.NOT_LISTED) {
					this.problems.remove(name);
				}
				else if (!listed.contains(name) && known == null && !this.serving.contains(name)) {
					add(name, ModelProblem.Kind.NOT_LISTED);
					logger.warn(
							"The model '{}' is configured for client '{}', but is not in the provider's list: it may "
									+ "have been retired. Configure another model, or an alias for several models.",
							name, this.client);
				}
			}
		}

		private void served(String name) {
			if (this.names.contains(name)) {
				synchronized (this) {
					this.serving.add(name);
					this.problems.remove(name);
				}
			}
		}

		private synchronized void refused(String name) {
			if (!this.names.contains(name)) {
				return;
			}
			this.serving.remove(name);
			ModelProblem known = this.problems.get(name);
			if (known == null || known.kind() != ModelProblem.Kind.REFUSED) {
				add(name, ModelProblem.Kind.REFUSED);
				logger
					.warn("The provider refused the model '{}' of client '{}' as not available: it was retired, or it "
							+ "requires a dedicated endpoint. Configure another model, or an alias for several models.",
							name, this.client);
			}
		}

		private void add(String name, ModelProblem.Kind kind) {
			this.problems.put(name, new ModelProblem(name, kind, ModelMonitor.this.clock.instant()));
		}

	}

}
