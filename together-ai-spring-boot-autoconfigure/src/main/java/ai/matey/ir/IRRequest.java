package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * A request to a model, of any kind.
 *
 * @since 0.1.0
 */
public sealed interface IRRequest
		permits IRChatRequest, IRCompletionRequest, IREmbedRequest, IRImageRequest, IRRerankRequest {

	/**
	 * Return the requested model.
	 * @return the model, or {@code null} for the client's default
	 */
	@Nullable String model();

	/**
	 * Return the deadlines of this call.
	 * @return the deadlines, which override the client's
	 */
	IRDeadlines deadlines();

	/**
	 * Return the metadata of the request.
	 * @return the metadata
	 */
	IRMetadata metadata();

}
