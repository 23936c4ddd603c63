package ai.matey.frontend.openai;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRMetadata;

/**
 * The fields that every response and chunk starts with.
 *
 * @param id the id of the response, derived from that of the request if the provider sent
 * none
 * @param created when it was created, in seconds since 1970
 * @param model the model that responded, or {@code null}
 * @param systemFingerprint the fingerprint of the provider's configuration, or
 * {@code null}
 */
record ResponseHeader(String id, Long created, @Nullable String model, @Nullable String systemFingerprint) {

	static ResponseHeader of(IRMetadata metadata, @Nullable String requestedModel) {
		String id = metadata.providerResponseId();
		if (id == null || id.isEmpty()) {
			id = "chatcmpl-" + metadata.requestId();
		}
		Map<String, @Nullable Object> custom = metadata.custom();
		Long created = (custom.get("created") instanceof Number number) ? Long.valueOf(number.longValue())
				: Long.valueOf(metadata.timestamp().getEpochSecond());
		String model = (metadata.model() != null) ? metadata.model() : requestedModel;
		return new ResponseHeader(id, created, model,
				(custom.get("system_fingerprint") instanceof String fingerprint) ? fingerprint : null);
	}

}
