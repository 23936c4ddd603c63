package ai.matey.middleware;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;

/**
 * How an alias does.
 *
 * @param alias the alias
 * @param models the models that it stands for, the first choice first
 * @param serving the model that answered last, or {@code null} if none did so far
 * @param since since when that model answers, or {@code null}
 * @param reason why it is not the first choice that answers, or {@code null} if it is
 */
public record AliasStatus(String alias, List<String> models, @Nullable String serving, @Nullable Instant since,
		@Nullable ErrorCode reason) {

	public AliasStatus {
		models = List.copyOf(models);
	}

}
