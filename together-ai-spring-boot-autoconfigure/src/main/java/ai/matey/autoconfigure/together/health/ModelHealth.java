package ai.matey.autoconfigure.together.health;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;

import ai.matey.autoconfigure.together.middleware.TogetherModelAliases;
import ai.matey.middleware.alias.AliasStatus;
import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.autoconfigure.together.middleware.ModelProblem;

/**
 * Adds missing models, and aliases that are not served by their first choice, to the
 * health of a client. Neither changes the status, since other models work.
 *
 * @param monitor the monitor of models
 * @param aliases the aliases
 */
record ModelHealth(ObjectProvider<ModelMonitor> monitor, ObjectProvider<TogetherModelAliases> aliases) {

	void describe(String client, Health.Builder builder) {
		Map<String, String> problems = new LinkedHashMap<>();
		this.monitor.ifAvailable((monitor) -> monitor.problems(client)
			.forEach((problem) -> problems.put(problem.model(), describe(problem))));
		if (!problems.isEmpty()) {
			builder.withDetail("models", problems);
		}
		Map<String, String> fallbacks = new LinkedHashMap<>();
		this.aliases.ifAvailable((aliases) -> aliases.status(client)
			.stream()
			.filter((status) -> status.reason() != null)
			.forEach((status) -> fallbacks.put(status.alias(), describe(status))));
		if (!fallbacks.isEmpty()) {
			builder.withDetail("fallbacks", fallbacks);
		}
	}

	private static String describe(ModelProblem problem) {
		return problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + " since " + problem.since();
	}

	private static String describe(AliasStatus status) {
		return status.serving() + " since " + status.since() + " for " + status.models().get(0) + " (" + status.reason()
				+ ")";
	}

}
