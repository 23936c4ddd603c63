package ai.matey.autoconfigure.together.middleware;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.scheduler.Schedulers;

import ai.matey.middleware.budget.BudgetListener;
import ai.matey.middleware.budget.BudgetStatus;

/**
 * Logs each event of a client's budgets once and passes it on.
 */
final class BudgetReporter implements BudgetListener {

	private static final Logger logger = LoggerFactory.getLogger(TogetherBudgets.class);

	private static final int MAX_UNPRICED = 100;

	private final String client;

	private final @Nullable String defaultModel;

	private final ObjectProvider<TogetherMiddlewareListener> listeners;

	private final ApplicationEventPublisher events;

	private final Set<String> unpriced = ConcurrentHashMap.newKeySet();

	BudgetReporter(String client, @Nullable String defaultModel, ObjectProvider<TogetherMiddlewareListener> listeners,
			ApplicationEventPublisher events) {
		this.client = client;
		this.defaultModel = defaultModel;
		this.listeners = listeners;
		this.events = events;
	}

	/**
	 * Event listeners may block.
	 */
	@Override
	public void nearlySpent(BudgetStatus status) {
		logger.warn("{} USD of the budget for {} have been spent; the limit is {} USD until {}",
				status.spent().toPlainString(), status.subject(), status.budget().amount().toPlainString(),
				status.until());
		this.listeners.forEach((listener) -> listener.budgetNearlySpent(this.client, status));
		Schedulers.boundedElastic()
			.schedule(() -> this.events.publishEvent(new TogetherBudgetEvent(this.client, status)));
	}

	@Override
	public void refused(BudgetStatus status) {
		this.listeners.forEach((listener) -> listener.budgetRefused(this.client, status));
	}

	@Override
	public void unpriced(String owner, @Nullable String model) {
		String name = (model != null) ? model : this.defaultModel;
		if (name == null) {
			// A call without a model fails
			return;
		}
		if (this.unpriced.size() < MAX_UNPRICED && this.unpriced.add(name)) {
			logger.warn(
					"The price of the model '{}' is not known, so its calls do not count towards the budget of "
							+ "Together AI client '{}'. Set together.budget.refuse-unpriced to refuse them.",
					name, owner);
		}
	}

}
