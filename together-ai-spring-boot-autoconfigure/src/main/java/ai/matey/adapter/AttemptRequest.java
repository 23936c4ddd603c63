package ai.matey.adapter;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An attempt that asks for a permit.
 *
 * @param call the call that it belongs to
 * @param attempt its number within the call, from 1
 * @param promptSize the size of the request's body in bytes, from which its tokens are
 * estimated
 * @param maxTokens the most tokens that the response may have, or {@code null} if the
 * request does not say
 */
public record AttemptRequest(BackendCall call, int attempt, long promptSize, @Nullable Integer maxTokens) {

	public AttemptRequest {
		Objects.requireNonNull(call, "call must not be null");
	}

}
