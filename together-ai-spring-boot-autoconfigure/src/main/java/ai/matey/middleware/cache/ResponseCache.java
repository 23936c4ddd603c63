package ai.matey.middleware.cache;

import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatResponse;

/**
 * A cache of responses. Implementations must be thread-safe and must not block. A failure
 * is treated as a miss.
 *
 * @since 0.1.0
 */
public interface ResponseCache {

	/**
	 * Return the cached response to a request.
	 * @param key a digest of the whole request
	 * @return the response, or empty if it is not cached
	 */
	Mono<IRChatResponse> get(String key);

	/**
	 * Cache the response to a request.
	 * @param key a digest of the whole request
	 * @param response the response
	 * @return completes when the response is cached
	 */
	Mono<Void> put(String key, IRChatResponse response);

}
