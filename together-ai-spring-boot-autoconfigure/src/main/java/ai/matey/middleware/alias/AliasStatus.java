package ai.matey.middleware.alias;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;

/**
 * The status of an alias.
 *
 * @param alias the alias
 * @param models the models of the alias, first choice first
 * @param serving the model that responded last, or {@code null} if none has responded yet
 * @param since since when that model has been serving, or {@code null}
 * @param reason why the serving model is not the first choice, or {@code null} if it is
 * @since 0.1.0
 */
public record AliasStatus(String alias, List<String> models, @Nullable String serving, @Nullable Instant since,
		@Nullable ErrorCode reason) {

	public AliasStatus {
		models = List.copyOf(models);
	}

}
