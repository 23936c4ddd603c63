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
 * Details of a failure. Everything but the name of the provider may be unknown.
 *
 * @param provider the provider
 * @param model the requested model, or {@code null}
 * @param status the HTTP status, or {@code null} if there was no response
 * @param providerMessage the provider's message, or {@code null}; it may repeat parts of
 * the prompt
 * @param providerType the error type that the provider reported, or {@code null}
 * @param providerCode the error code that the provider reported, or {@code null}
 * @param requestId the request id assigned by the provider, which its support will ask
 * for, or {@code null}
 * @param rateLimits the rate limits that the provider reported, or {@code null}
 * @param headers the headers of the response with names in lower case, without cookies
 * @param body the beginning of the response body, or {@code null}; it may repeat parts of
 * the prompt
 * @param attempts number of attempts made
 * @param client the name of the client, or {@code null}
 * @since 0.1.0
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
	 * Create details without a client.
	 * @param provider the provider
	 * @param model the requested model, or {@code null}
	 * @param status the HTTP status, or {@code null}
	 * @param providerMessage the provider's message, or {@code null}
	 * @param providerType the error type that the provider reported, or {@code null}
	 * @param providerCode the error code that the provider reported, or {@code null}
	 * @param requestId the request id assigned by the provider, or {@code null}
	 * @param rateLimits the rate limits that the provider reported, or {@code null}
	 * @param headers the headers of the response
	 * @param body the beginning of the response body, or {@code null}
	 * @param attempts number of attempts made
	 */
	public ErrorDetails(String provider, @Nullable String model, @Nullable Integer status,
			@Nullable String providerMessage, @Nullable String providerType, @Nullable String providerCode,
			@Nullable String requestId, @Nullable RateLimits rateLimits, Map<String, List<String>> headers,
			@Nullable String body, int attempts) {
		this(provider, model, status, providerMessage, providerType, providerCode, requestId, rateLimits, headers, body,
				attempts, null);
	}

	/**
	 * Create details of a failure that occurred before any response.
	 * @param provider the provider
	 * @param model the requested model, or {@code null}
	 * @return the details
	 */
	public static ErrorDetails of(String provider, @Nullable String model) {
		return new ErrorDetails(provider, model, null, null, null, null, null, null, Map.of(), null, 0);
	}

	/**
	 * Return a copy with a different number of attempts.
	 * @param attempts number of attempts made
	 * @return the copy
	 */
	public ErrorDetails withAttempts(int attempts) {
		return new ErrorDetails(this.provider, this.model, this.status, this.providerMessage, this.providerType,
				this.providerCode, this.requestId, this.rateLimits, this.headers, this.body, attempts, this.client);
	}

	/**
	 * Return a copy with the name of a client.
	 * @param client the name of the client, or {@code null}
	 * @return the copy
	 */
	public ErrorDetails withClient(@Nullable String client) {
		return new ErrorDetails(this.provider, this.model, this.status, this.providerMessage, this.providerType,
				this.providerCode, this.requestId, this.rateLimits, this.headers, this.body, this.attempts, client);
	}

	/**
	 * Shows only identifiers, since the message and the body may repeat the prompt.
	 */
	@Override
	public String toString() {
		return "ErrorDetails[provider=" + this.provider + ", model=" + SafeText.name(this.model) + ", status="
				+ this.status + ", providerType=" + SafeText.name(this.providerType) + ", providerCode="
				+ SafeText.name(this.providerCode) + ", client=" + SafeText.name(this.client) + ", requestId="
				+ SafeText.name(this.requestId) + ", attempts=" + this.attempts + "]";
	}

}
