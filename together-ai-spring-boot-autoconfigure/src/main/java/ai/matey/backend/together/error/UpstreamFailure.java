package ai.matey.backend.together.error;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Marks the failure of a connection to another server. Without this mark, Spring MVC and
 * WebFlux take some of these failures, such as "connection reset by peer", for the
 * disconnection of the application's own client, and end its response as if it were
 * complete.
 */
public final class UpstreamFailure extends WebClientException {

	private UpstreamFailure(Throwable failure) {
		super("A connection of this application to another server failed", failure);
	}

	/**
	 * Return a failure as the cause of an exception.
	 * @param failure the failure, or {@code null}
	 * @return the failure, marked if it could be mistaken
	 */
	public static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure != null && DisconnectedClientHelper.isClientDisconnectedException(failure))
				? new UpstreamFailure(failure) : failure;
	}

}
