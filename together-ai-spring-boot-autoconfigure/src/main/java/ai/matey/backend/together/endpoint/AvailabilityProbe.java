package ai.matey.backend.together.endpoint;

import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.ValidationException;

/**
 * Asks whether the provider can be reached and accepts the key. {@code GET /whoami}
 * answers that in a few bytes. A server without it is asked for its models, and from then
 * on for nothing else.
 */
public final class AvailabilityProbe {

	private final Mono<?> whoami;

	private final Mono<?> models;

	private final AtomicBoolean withoutWhoami = new AtomicBoolean();

	/**
	 * Create the probe.
	 * @param whoami asks who owns the key
	 * @param models asks for the models, past any cache
	 */
	public AvailabilityProbe(Mono<?> whoami, Mono<?> models) {
		this.whoami = whoami;
		this.models = models;
	}

	/**
	 * Ask the provider.
	 * @return completes if it can be reached and accepts the key, else fails as any call
	 */
	public Mono<Void> check() {
		return Mono.defer(() -> this.withoutWhoami.get() ? this.models.then()
				: this.whoami.then().onErrorResume(AvailabilityProbe::isUnknownPath, (failure) -> {
					this.withoutWhoami.set(true);
					return this.models.then();
				}));
	}

	/**
	 * Whether a server answered that does not know the path: with an error status for it,
	 * or with a page.
	 */
	private static boolean isUnknownPath(Throwable failure) {
		return failure instanceof ValidationException || failure instanceof AdapterConversionException;
	}

}
