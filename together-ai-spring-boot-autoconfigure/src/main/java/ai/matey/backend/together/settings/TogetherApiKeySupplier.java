package ai.matey.backend.together.settings;

import reactor.core.publisher.Mono;

/**
 * Gives the API key of a call. It is asked before every attempt, with the caller's
 * Reactor context, so a key can be rotated without a restart or chosen per tenant:
 *
 * <pre>{@code
 * TogetherApiKeySupplier perTenant = () -> Mono
 *     .deferContextual((context) -> Mono.just(keys.of(context.get("tenant"))));
 * }</pre>
 *
 * An empty {@link Mono} means that there is no key: the call fails before anything is
 * sent. The time that it takes counts for the call's deadlines. Implementations are
 * thread-safe and do not block.
 */
@FunctionalInterface
public interface TogetherApiKeySupplier {

	/**
	 * The key for the current subscriber.
	 * @return the key, or empty if there is none
	 */
	Mono<String> apiKey();

}
