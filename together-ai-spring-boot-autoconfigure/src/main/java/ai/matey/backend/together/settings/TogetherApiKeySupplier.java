package ai.matey.backend.together.settings;

import reactor.core.publisher.Mono;

/**
 * Strategy interface for supplying the API key for a call. The {@code Mono} is subscribed
 * to before every attempt, with the caller's Reactor context, so that a key can be
 * rotated without a restart or chosen per tenant:
 *
 * <pre>{@code
 * TogetherApiKeySupplier perTenant = () -> Mono
 *     .deferContextual((context) -> Mono.just(keys.of(context.get("tenant"))));
 * }</pre>
 *
 * If the {@code Mono} is empty, there is no key and the call fails before anything is
 * sent. The time that the supplier takes counts towards the deadlines of the call.
 * Implementations must be thread-safe and must not block.
 * <p>
 * In a Spring Boot application, a client takes its key from the first available of these
 * sources:
 * <ol>
 * <li>a {@code TogetherAIBackendAdapterCustomizer} that sets one</li>
 * <li>a supplier bean with the client's name as qualifier ({@code default} for the client
 * under {@code together})</li>
 * <li>for a named client, its own {@code api-key-file}, then its own {@code api-key}</li>
 * <li>the supplier bean that is not qualified with the name of a client</li>
 * <li>{@code together.api-key-file}, then {@code together.api-key}</li>
 * </ol>
 * The last two apply only to clients with the same server as the default client.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TogetherApiKeySupplier {

	/**
	 * Return the key for the current subscriber.
	 * @return the key, or empty if there is none
	 */
	Mono<String> apiKey();

}
