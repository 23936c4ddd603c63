package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * The response to an {@link IRRequest}, of any kind.
 *
 * @since 0.1.0
 */
public sealed interface IRResponse permits IRChatResponse, IREmbedResponse, IRImageResponse, IRRerankResponse {

	/**
	 * Return the metadata of the response.
	 * @return the metadata
	 */
	IRMetadata metadata();

	/**
	 * Return the tokens used.
	 * @return the usage, or {@code null} if the provider did not say
	 */
	@Nullable IRUsage usage();

}
