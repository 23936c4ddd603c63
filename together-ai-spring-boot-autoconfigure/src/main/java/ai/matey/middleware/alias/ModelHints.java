package ai.matey.middleware.alias;

import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRWarning;

/**
 * Hints about what a model is and what it does not support, used when another model than
 * the first choice is called. Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelHints {

	/** Hints that contain nothing. */
	ModelHints NONE = (request, model) -> List.of();

	/**
	 * Return warnings about parts of a request that a model is known not to support. The
	 * request is sent unchanged, since the information may be outdated.
	 * @param request the request
	 * @param model the model that will be called
	 * @return one warning for each such part; empty if there are none or nothing is known
	 */
	List<IRWarning> warnings(IRChatRequest request, String model);

	/**
	 * Return the kind of a model, such as one for text, for images or for embeddings. An
	 * alias never moves on to a model of another kind than its first one.
	 * @param model the model
	 * @return the kind, or {@code null} if it is not known; by default {@code null}
	 */
	default @Nullable String kind(String model) {
		return null;
	}

}
