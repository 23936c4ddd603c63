package ai.matey.backend.together.endpoint;

import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.ValidationException;

/**
 * Checks whether the provider can be reached and accepts the key. {@code GET /whoami}
 * takes only a few bytes. If the server does not support it, this and all later checks
 * fetch the list of models instead.
 */
public final class AvailabilityProbe {

	private final Mono<?> whoami;

	private final Mono<?> models;

	private final AtomicBoolean withoutWhoami = new AtomicBoolean();

	/**
	 * Create the probe.
	 * @param whoami requests the owner of the key
	 * @param models requests the list of models, bypassing any cache
	 */
	public AvailabilityProbe(Mono<?> whoami, Mono<?> models) {
		this.whoami = whoami;
		this.models = models;
	}

	/**
	 * Check the availability of the provider.
	 * @return a {@code Mono} that completes if the provider can be reached and accepts
	 * the key, and otherwise fails like any other call
	 */
	public Mono<Void> check() {
		return Mono.defer(() -> this.withoutWhoami.get() ? this.models.then()
				: this.whoami.then().onErrorResume(AvailabilityProbe::isUnknownPath, (failure) -> {
					this.withoutWhoami.set(true);
					return this.models.then();
				}));
	}

	/**
	 * Whether the server does not know the path. It may respond with an error status or
	 * with an HTML page.
	 */
	private static boolean isUnknownPath(Throwable failure) {
		return failure instanceof ValidationException || failure instanceof AdapterConversionException;
	}

}
