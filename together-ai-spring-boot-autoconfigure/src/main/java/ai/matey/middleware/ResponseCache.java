package ai.matey.middleware;

import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatResponse;

/**
 * Keeps responses. Thread-safe; must not block. A failure counts as "not there".
 */
public interface ResponseCache {

	/**
	 * Return the response to a request.
	 * @param key a digest of the whole request
	 * @return the response, or empty if it is not there
	 */
	Mono<IRChatResponse> get(String key);

	/**
	 * Keep the response to a request.
	 * @param key a digest of the whole request
	 * @param response the response
	 * @return completes when it is kept
	 */
	Mono<Void> put(String key, IRChatResponse response);

}
