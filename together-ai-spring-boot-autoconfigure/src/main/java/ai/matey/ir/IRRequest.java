package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * A request to a model, of whatever kind.
 */
public sealed interface IRRequest
		permits IRChatRequest, IRCompletionRequest, IREmbedRequest, IRImageRequest, IRRerankRequest {

	/**
	 * Return the model that is asked.
	 * @return the model, or {@code null} for the client's default
	 */
	@Nullable String model();

	/**
	 * Return what accompanies the request.
	 * @return the metadata
	 */
	IRMetadata metadata();

}
