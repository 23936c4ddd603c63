package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * The response to an {@link IRRequest}, of whatever kind.
 */
public sealed interface IRResponse permits IRChatResponse, IREmbedResponse, IRImageResponse, IRRerankResponse {

	/**
	 * Return what is known about the response beside its content.
	 * @return the metadata
	 */
	IRMetadata metadata();

	/**
	 * Return the tokens used.
	 * @return the usage, or {@code null} if the provider did not say
	 */
	@Nullable IRUsage usage();

}
