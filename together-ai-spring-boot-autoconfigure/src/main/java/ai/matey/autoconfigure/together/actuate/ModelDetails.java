package ai.matey.autoconfigure.together.actuate;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.middleware.TogetherBudgets;
import ai.matey.autoconfigure.together.middleware.TogetherModelAliases;
import ai.matey.middleware.alias.AliasStatus;
import ai.matey.middleware.budget.BudgetStatus;
import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.autoconfigure.together.middleware.ModelProblem;

/**
 * The details of the models and budgets of clients, as far as the beans that provide them
 * exist.
 *
 * @param monitor the monitor of models
 * @param aliases the aliases
 * @param budgets the budgets
 */
record ModelDetails(ObjectProvider<ModelMonitor> monitor, ObjectProvider<TogetherModelAliases> aliases,
		ObjectProvider<TogetherBudgets> budgets) {

	List<ModelProblem> problems(String client) {
		ModelMonitor monitor = this.monitor.getIfAvailable();
		return (monitor != null) ? monitor.problems(client) : List.of();
	}

	List<AliasStatus> aliases(String client) {
		TogetherModelAliases aliases = this.aliases.getIfAvailable();
		return (aliases != null) ? aliases.status(client) : List.of();
	}

	Mono<BudgetStatus> budget(String client) {
		TogetherBudgets budgets = this.budgets.getIfAvailable();
		return (budgets != null) ? budgets.status(client).onErrorComplete() : Mono.empty();
	}

}
