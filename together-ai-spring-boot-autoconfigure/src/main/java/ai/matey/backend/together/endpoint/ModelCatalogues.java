package ai.matey.backend.together.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * The lists of models of a client, one for each API key, since keys may see different
 * models. Keys are identified by a keyed digest, which does not reveal them. Only the
 * lists of the most recently used keys are kept.
 */
public final class ModelCatalogues {

	private static final int MAX_KEYS = 50;

	private static final String ALGORITHM = "HmacSHA256";

	private final TogetherApiKeySupplier apiKeySupplier;

	private final @Nullable Duration timeout;

	private final Function<TogetherApiKeySupplier, ModelCatalogue> factory;

	private final SecretKeySpec secret;

	private final Map<String, ModelCatalogue> catalogues = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ModelCatalogue> eldest) {
			return size() > MAX_KEYS;
		}

	};

	/**
	 * Create the catalogues.
	 * @param apiKeySupplier supplies the caller's key
	 * @param timeout the maximum time to wait for a key, or {@code null} for no limit
	 * @param factory creates the catalogue for a key
	 */
	public ModelCatalogues(TogetherApiKeySupplier apiKeySupplier, @Nullable Duration timeout,
			Function<TogetherApiKeySupplier, ModelCatalogue> factory) {
		this.apiKeySupplier = apiKeySupplier;
		this.timeout = timeout;
		this.factory = factory;
		// Anyone who can read this memory sees the key anyway, and stronger random
		// sources block
		byte[] bytes = new byte[32];
		ThreadLocalRandom.current().nextBytes(bytes);
		this.secret = new SecretKeySpec(bytes, ALGORITHM);
	}

	/**
	 * Return the models that the caller's key may see.
	 * @param options which models to return, and whether a cached list may be used
	 * @return the models
	 */
	public Mono<ListModelsResult> list(ListModelsOptions options) {
		return key().map(this::ofKey)
			// A call without a key fails like all such calls and is reported to listeners
			.onErrorResume((failure) -> Mono.just(this.factory.apply(() -> Mono.error(failure))))
			.switchIfEmpty(Mono.fromSupplier(() -> this.factory.apply(Mono::empty)))
			.flatMap((catalogue) -> catalogue.list(options));
	}

	/**
	 * Return when a list was last fetched.
	 * @return the time, or {@code null} if none ever was
	 */
	public @Nullable Instant fetchedAt() {
		synchronized (this.catalogues) {
			return this.catalogues.values()
				.stream()
				.map(ModelCatalogue::fetchedAt)
				.filter(Objects::nonNull)
				.max(Instant::compareTo)
				.orElse(null);
		}
	}

	private Mono<String> key() {
		Mono<String> key = Mono.defer(this.apiKeySupplier::apiKey);
		return (this.timeout != null) ? key.timeout(this.timeout, Mono
			.error(() -> new TimeoutException("The API key supplier did not provide a key within " + this.timeout)))
				: key;
	}

	private ModelCatalogue ofKey(String key) {
		String identity = identity(key);
		synchronized (this.catalogues) {
			return this.catalogues.computeIfAbsent(identity, (ignored) -> this.factory.apply(() -> Mono.just(key)));
		}
	}

	private String identity(String key) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			return HexFormat.of().formatHex(mac.doFinal(key.strip().getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
