package ai.matey.backend.together.settings;

import reactor.core.publisher.Mono;

/**
 * Supplies the API key of a call. It is subscribed to before every attempt, with the
 * caller's Reactor context, so that a key can be rotated without a restart or chosen per
 * tenant:
 *
 * <pre>{@code
 * TogetherApiKeySupplier perTenant = () -> Mono
 *     .deferContextual((context) -> Mono.just(keys.of(context.get("tenant"))));
 * }</pre>
 *
 * An empty {@link Mono} means that there is no key, so that the call fails before
 * anything is sent. The time that the supplier takes counts towards the deadlines of the
 * call. Implementations must be thread-safe and must not block.
 * <p>
 * In a Spring Boot application, a client takes its key from the first available of these
 * sources:
 * <ol>
 * <li>a {@code TogetherAIBackendAdapterCustomizer} that sets one</li>
 * <li>a supplier bean with the client's name as qualifier ({@code default} for the client
 * under {@code together})</li>
 * <li>for a named client, its own {@code api-key-file}, then its own {@code api-key}</li>
 * <li>the supplier bean without the name of a client</li>
 * <li>{@code together.api-key-file}, then {@code together.api-key}</li>
 * </ol>
 * The last two apply only to clients of the same server.
 */
@FunctionalInterface
public interface TogetherApiKeySupplier {

	/**
	 * Return the key for the current subscriber.
	 * @return the key, or empty if there is none
	 */
	Mono<String> apiKey();

}
