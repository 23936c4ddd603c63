package ai.matey.errors;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.Names;
import ai.matey.ir.RateLimits;

/**
 * The facts of a failure. All but the provider's name may be unknown.
 *
 * @param provider the provider that was asked
 * @param model the model that was asked, or {@code null}
 * @param status the HTTP status, or {@code null} if there was no answer
 * @param providerMessage the provider's own text, or {@code null}; it may repeat parts of
 * the prompt
 * @param providerType the provider's word for the kind of error, or {@code null}
 * @param providerCode the provider's code of the error, or {@code null}
 * @param requestId the provider's id of the request, for its support, or {@code null}
 * @param rateLimits what the provider said about its limits, or {@code null}
 * @param headers the answer's headers, names in lower case; cookies left out
 * @param body the beginning of the answer's body, or {@code null}; it may repeat parts of
 * the prompt
 * @param attempts how many times the request was sent
 * @param client the name of the client that asked, or {@code null}
 */
public record ErrorDetails(String provider, @Nullable String model, @Nullable Integer status,
		@Nullable String providerMessage, @Nullable String providerType, @Nullable String providerCode,
		@Nullable String requestId, @Nullable RateLimits rateLimits, Map<String, List<String>> headers,
		@Nullable String body, int attempts, @Nullable String client) implements Serializable {

	public ErrorDetails {
		model = Names.cut(model);
		providerType = Names.cut(providerType);
		providerCode = Names.cut(providerCode);
		requestId = Names.cut(requestId);
		Map<String, List<String>> copy = new LinkedHashMap<>();
		headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
		headers = Map.copyOf(copy);
	}

	/**
	 * Create details that name no client.
	 * @param provider the provider that was asked
	 * @param model the model that was asked, or {@code null}
	 * @param status the HTTP status, or {@code null}
	 * @param providerMessage the provider's own text, or {@code null}
	 * @param providerType the provider's word for the kind of error, or {@code null}
	 * @param providerCode the provider's code of the error, or {@code null}
	 * @param requestId the provider's id of the request, or {@code null}
	 * @param rateLimits what the provider said about its limits, or {@code null}
	 * @param headers the headers of the response
	 * @param body the beginning of the body, or {@code null}
	 * @param attempts how many times the request was sent
	 */
	public ErrorDetails(String provider, @Nullable String model, @Nullable Integer status,
			@Nullable String providerMessage, @Nullable String providerType, @Nullable String providerCode,
			@Nullable String requestId, @Nullable RateLimits rateLimits, Map<String, List<String>> headers,
			@Nullable String body, int attempts) {
		this(provider, model, status, providerMessage, providerType, providerCode, requestId, rateLimits, headers, body,
				attempts, null);
	}

	/**
	 * Facts of a failure before any answer.
	 * @param provider the provider that was asked
	 * @param model the model that was asked, or {@code null}
	 * @return the details
	 */
	public static ErrorDetails of(String provider, @Nullable String model) {
		return new ErrorDetails(provider, model, null, null, null, null, null, null, Map.of(), null, 0);
	}

	/**
	 * The same with a number of attempts.
	 * @param attempts how many times the request was sent
	 * @return the copy
	 */
	public ErrorDetails withAttempts(int attempts) {
		return new ErrorDetails(this.provider, this.model, this.status, this.providerMessage, this.providerType,
				this.providerCode, this.requestId, this.rateLimits, this.headers, this.body, attempts, this.client);
	}

	/**
	 * Return a copy that names a client.
	 * @param client name of the client that asked, or {@code null}
	 * @return the copy
	 */
	public ErrorDetails withClient(@Nullable String client) {
		return new ErrorDetails(this.provider, this.model, this.status, this.providerMessage, this.providerType,
				this.providerCode, this.requestId, this.rateLimits, this.headers, this.body, this.attempts, client);
	}

	/**
	 * Shows identifiers only: message and body may repeat the prompt.
	 */
	@Override
	public String toString() {
		return "ErrorDetails[provider=" + this.provider + ", model=" + SafeText.name(this.model) + ", status="
				+ this.status + ", providerType=" + SafeText.name(this.providerType) + ", providerCode="
				+ SafeText.name(this.providerCode) + ", client=" + SafeText.name(this.client) + ", requestId="
				+ SafeText.name(this.requestId) + ", attempts=" + this.attempts + "]";
	}

}
