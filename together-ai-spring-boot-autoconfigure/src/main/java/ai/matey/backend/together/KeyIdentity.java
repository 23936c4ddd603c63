package ai.matey.backend.together;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import reactor.core.publisher.Mono;

import ai.matey.backend.together.settings.TogetherApiKeySupplier;

/**
 * Distinguishes keys without revealing them.
 */
final class KeyIdentity {

	private KeyIdentity() {
	}

	/**
	 * Return a digest of a call's key. A failure of the supplier is ignored here, since
	 * the call itself reports it.
	 */
	static Mono<String> of(TogetherApiKeySupplier supplier) {
		return Mono.defer(supplier::apiKey)
			.onErrorComplete()
			.map((key) -> HexFormat.of().formatHex(sha256(key.strip())));
	}

	private static byte[] sha256(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
