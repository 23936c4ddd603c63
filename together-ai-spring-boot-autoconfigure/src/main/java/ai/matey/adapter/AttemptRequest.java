package ai.matey.adapter;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request for a permit to make an attempt.
 *
 * @param call the call that the attempt belongs to
 * @param attempt the number of the attempt within the call, starting at 1
 * @param promptSize the size of the request body in bytes, used to estimate its tokens
 * @param maxTokens the maximum number of tokens of the response, or {@code null} if the
 * request does not set one
 * @since 0.1.0
 */
public record AttemptRequest(BackendCall call, int attempt, long promptSize, @Nullable Integer maxTokens) {

	public AttemptRequest {
		Objects.requireNonNull(call, "call must not be null");
	}

}
