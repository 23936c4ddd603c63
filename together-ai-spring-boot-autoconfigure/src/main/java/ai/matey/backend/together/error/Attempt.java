package ai.matey.backend.together.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.SafeText;
import ai.matey.ir.RateLimits;

/**
 * The details of one attempt that appear in errors.
 *
 * @param call the call
 * @param number the number of the attempt within the call, starting with 1
 * @param redaction removes the key and the prompt from texts of the provider
 * @param proxy the proxy that it goes through, or {@code null}
 */
public record Attempt(BackendCall call, int number, Redaction redaction, @Nullable TogetherProxy proxy) {

	/** Cookies of the content delivery network are of no use to a caller. */
	private static final Set<String> DROPPED_HEADERS = Set.of("set-cookie", "set-cookie2");

	/**
	 * Create an attempt without a proxy.
	 * @param call the call
	 * @param number the number of the attempt within the call, starting with 1
	 * @param redaction removes the key and the prompt from texts of the provider
	 */
	public Attempt(BackendCall call, int number, Redaction redaction) {
		this(call, number, redaction, null);
	}

	public ErrorDetails details() {
		return ErrorDetails.of(ProviderNames.PROVIDER, this.call.model())
			.withAttempts(this.number)
			.withClient(this.call.client());
	}

	public ErrorDetails details(int status, HttpHeaders headers, @Nullable RateLimits rateLimits, ErrorBody body) {
		String requestId = (body.id() != null && !body.id().isEmpty()) ? body.id() : headers.getFirst("x-request-id");
		return new ErrorDetails(ProviderNames.PROVIDER, this.call.model(), status,
				this.redaction.withoutKey(body.message()), this.redaction.name(body.type()),
				this.redaction.name(body.code()), this.redaction.name(requestId), rateLimits, copy(headers),
				this.redaction.withoutKey(body.text()), this.number, this.call.client());
	}

	/**
	 * Return the subject of messages about this attempt.
	 * @return {@code model 'x'}, or {@code the request} for calls without a model, and
	 * the client's name if it has one
	 */
	public String subject() {
		String subject = (this.call.model() != null) ? "model '" + SafeText.name(this.call.model()) + "'"
				: "the request";
		return ClientProperties.isNamed(this.call.client()) ? subject + " of client '" + this.call.client() + "'"
				: subject;
	}

	/**
	 * Return a message with its property names replaced by those of this call's client.
	 * @param text the message, with properties under {@code together}
	 * @return the message for the client
	 */
	public String ownProperties(String text) {
		return ClientProperties.of(this.call.client(), text);
	}

	private String header(String value) {
		return String.valueOf(this.redaction.name(value));
	}

	private Map<String, List<String>> copy(HttpHeaders headers) {
		Map<String, List<String>> copy = new LinkedHashMap<>();
		headers.forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (!DROPPED_HEADERS.contains(lowerCase)) {
				copy.put(lowerCase, values.stream().map(this::header).toList());
			}
		});
		return copy;
	}

}
