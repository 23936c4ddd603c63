package ai.matey.backend.together.error;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.RateLimits;

/**
 * Maps Together's errors to exceptions. An error inside a response with status 200 is
 * treated like the status that it implies.
 */
public final class TogetherErrors {

	/** The engines' phrases for exceeding the model's context length. */
	private static final Pattern CONTEXT_LENGTH = Pattern
		.compile("context.?(length|window|limit|size)|maximum context|max_new_tokens|too many (input )?tokens|"
				+ "(prompt|input|inputs|messages?|tokens?|max_tokens`?) (is|are) too (long|large|many)|"
				+ "exceeds? the (model's )?max|reduce (the )?(length|input|prompt)|"
				+ "(prompt|input|sequence) length|must have less than \\d+ tokens|"
				+ "tokens\\b.{0,80}\\b(exceed|must be <=|at most|too (long|large|many))|exceed\\w{0,3}\\b.{0,80}\\btokens",
				Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/**
	 * Rate limits mention tokens, too: "60000 tokens per minute exceeded".
	 */
	private static final Pattern RATE = Pattern.compile("rate.?limit|_limited|too.?many.?requests|per (second|minute)");

	/**
	 * Maximum number of characters to search; the rest of a long message may be the
	 * echoed prompt.
	 */
	private static final int MAX_READ = 2048;

	/**
	 * Words in the type or code of an error inside a 200 response, the most specific
	 * first.
	 */
	private static final Map<String, Integer> IMPLIED_STATUS = impliedStatus();

	private final RateLimitHeaders rateLimitHeaders;

	public TogetherErrors(RateLimitHeaders rateLimitHeaders) {
		this.rateLimitHeaders = rateLimitHeaders;
	}

	public @Nullable RateLimits rateLimits(HttpHeaders headers) {
		return this.rateLimitHeaders.read(headers, 200);
	}

	/**
	 * Return the exception for a response with an error status.
	 * @param attempt the attempt
	 * @param status the HTTP status
	 * @param headers the headers of the response
	 * @param body the content of the body
	 * @return the exception
	 */
	public AdapterException ofStatus(Attempt attempt, int status, HttpHeaders headers, ErrorBody body) {
		return of(attempt, status, attempt.details(status, headers, this.rateLimitHeaders.read(headers, status), body),
				body);
	}

	/**
	 * Return the exception for an error inside a 200 response.
	 * @param attempt the attempt
	 * @param headers the headers of the response
	 * @param body the content of the error
	 * @return the exception
	 */
	public AdapterException ofBody(Attempt attempt, HttpHeaders headers, ErrorBody body) {
		int status = impliedStatus(body);
		return of(attempt, status, attempt.details(200, headers, this.rateLimitHeaders.read(headers, status), body),
				body);
	}

	private static AdapterException of(Attempt attempt, int status, ErrorDetails details, ErrorBody body) {
		if (status < 200) {
			return new AdapterConversionException(
					"Together AI returned HTTP " + status + " for " + attempt.subject()
							+ ", which is not a final response. "
							+ attempt.ownProperties("Check that together.base-url is the API's address."),
					details, null);
		}
		if (status >= 300 && status < 400) {
			return redirect(attempt, status, details);
		}
		return switch (status) {
			case 401 -> new AuthenticationException(ErrorCode.INVALID_API_KEY, false,
					message(attempt, details, body, keyAdvice(attempt)), details, null);
			case 402 -> new AuthorizationException(ErrorCode.QUOTA_EXCEEDED, false,
					message(attempt, details, body, "Add credit or raise the spending limit of the account."), details,
					null);
			case 403 -> isContextLength(body) ? contextLength(attempt, details, body)
					: new AuthorizationException(ErrorCode.INSUFFICIENT_PERMISSIONS, false,
							message(attempt, details, body, "The API key does not permit this."), details, null);
			case 407 -> ProxyErrors.unauthenticated(attempt, details);
			case 408, 504, 524 -> new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true,
					message(attempt, details, body, "The request timed out; try again."), details, null);
			case 429 -> rateLimit(attempt, details, body);
			case 503,
					529 ->
				new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true,
						message(attempt, details, body, "Together has no capacity at the moment; try again later."),
						details, null);
			case 409 -> new ProviderException(ErrorCode.PROVIDER_ERROR, true,
					message(attempt, details, body, "Try again."), details, null);
			default -> (status >= 500)
					? new ProviderException(ErrorCode.PROVIDER_ERROR, true,
							message(attempt, details, body, "The provider failed; try again."), details, null)
					: validation(attempt, details, body);
		};
	}

	private static String keyAdvice(Attempt attempt) {
		return ClientProperties.isNamed(attempt.call().client())
				? "Check together.api-key or the other source of this client's key."
				: "Check together.api-key (environment TOGETHER_API_KEY).";
	}

	private static AdapterException validation(Attempt attempt, ErrorDetails details, ErrorBody body) {
		if ("model_not_available".equals(body.code()) || "model_not_available".equals(body.type())) {
			return new ValidationException(ErrorCode.UNSUPPORTED_MODEL, "model", message(attempt, details, body,
					"The model is unknown or requires a dedicated endpoint; GET /models lists the available models."),
					details, null);
		}
		if (isContextLength(body)) {
			return contextLength(attempt, details, body);
		}
		boolean unknownPath = Integer.valueOf(404).equals(details.status());
		String advice = unknownPath ? "Check that together.base-url is the API's address."
				: "Change the request; sending it again will not help.";
		return new ValidationException(ErrorCode.INVALID_REQUEST, attempt.redaction().name(body.param()),
				message(attempt, details, body, advice), details, null);
	}

	private static AdapterException contextLength(Attempt attempt, ErrorDetails details, ErrorBody body) {
		return new ValidationException(ErrorCode.CONTEXT_LENGTH_EXCEEDED, attempt.redaction().name(body.param()),
				message(attempt, details, body,
						"Shorten the messages, lower max_tokens, or set context_length_exceeded_behavior to truncate."),
				details, null);
	}

	private static AdapterException rateLimit(Attempt attempt, ErrorDetails details, ErrorBody body) {
		RateLimits limits = details.rateLimits();
		Duration wait = (limits != null) ? limits.retryAfter() : null;
		String advice = (wait != null) ? "Wait " + seconds(wait) + " s." : "Wait, then send fewer requests.";
		return new RateLimitException(kind(body, limits), wait, message(attempt, details, body, advice), details, null);
	}

	private static AdapterException redirect(Attempt attempt, int status, ErrorDetails details) {
		return new NetworkException(ErrorCode.NETWORK_ERROR, false,
				"Together AI returned a redirect (HTTP " + status + ") for " + attempt.subject()
						+ ". Redirects are not followed, so that the API key is not sent to another host; "
						+ attempt.ownProperties("set together.base-url to the final address."),
				details, null);
	}

	private static RateLimitException.Kind kind(ErrorBody body, @Nullable RateLimits limits) {
		String text = lower(body.type()) + ' ' + lower(body.message());
		if (text.contains("token_limit") || text.contains("tokens_limit") || text.contains("token rate")
				|| text.contains("tokens per")) {
			return RateLimitException.Kind.TOKENS;
		}
		if (text.contains("request_limit") || text.contains("request rate") || text.contains("requests per")) {
			return RateLimitException.Kind.REQUESTS;
		}
		boolean noTokens = limits != null && isUsedUp(limits.tokens());
		boolean noRequests = limits != null && isUsedUp(limits.requests());
		if (noTokens == noRequests) {
			return RateLimitException.Kind.UNKNOWN;
		}
		return noTokens ? RateLimitException.Kind.TOKENS : RateLimitException.Kind.REQUESTS;
	}

	private static boolean isUsedUp(RateLimits.@Nullable Limit limit) {
		return limit != null && limit.remaining() != null && limit.remaining() <= 0;
	}

	private static boolean isContextLength(ErrorBody body) {
		return "context_length_exceeded".equals(body.code()) || (body.message() != null
				&& CONTEXT_LENGTH.matcher(beginning(body.message())).find() && !isRate(body));
	}

	private static boolean isRate(ErrorBody body) {
		return RATE.matcher(lower(body.type()) + ' ' + lower(body.code()) + ' ' + lower(body.message())).find();
	}

	private static Map<String, Integer> impliedStatus() {
		Map<String, Integer> words = new LinkedHashMap<>();
		words.put("invalid_api_key", 401);
		words.put("authentication", 401);
		words.put("credit_limit", 402);
		words.put("permission", 403);
		words.put("model_not_available", 404);
		words.put("service_unavailable", 503);
		words.put("overloaded", 503);
		words.put("timeout", 504);
		words.put("notfound", 404);
		words.put("invalid_request", 400);
		words.put("badrequest", 400);
		words.put("validation", 422);
		return Collections.unmodifiableMap(words);
	}

	/**
	 * Return the status implied by an error inside a 200 response.
	 */
	private static int impliedStatus(ErrorBody body) {
		Integer code = statusCode(body.code());
		if (code != null) {
			return code;
		}
		if (isRate(body)) {
			return 429;
		}
		if (isContextLength(body)) {
			return 400;
		}
		String kind = lower(body.type()) + ' ' + lower(body.code());
		for (Map.Entry<String, Integer> word : IMPLIED_STATUS.entrySet()) {
			if (kind.contains(word.getKey())) {
				return word.getValue();
			}
		}
		return 500;
	}

	private static @Nullable Integer statusCode(@Nullable String code) {
		return (code != null && code.matches("[45]\\d\\d")) ? Integer.valueOf(code) : null;
	}

	private static String message(Attempt attempt, ErrorDetails details, ErrorBody body, String advice) {
		StringBuilder message = new StringBuilder("Together AI returned ");
		message.append((details.status() != null && details.status() != 200) ? "HTTP " + details.status()
				: "an error inside HTTP 200");
		message.append(" for ").append(attempt.subject());
		if (attempt.number() > 1) {
			message.append(" (attempt ").append(attempt.number()).append(')');
		}
		String quote = attempt.redaction().quote(body.message());
		message.append(quote.isEmpty() ? "."
				: ": " + quote + (".!?…".indexOf(quote.charAt(quote.length() - 1)) >= 0 ? "" : "."));
		return message.append(' ').append(attempt.ownProperties(advice)).toString();
	}

	private static String seconds(Duration wait) {
		double seconds = wait.toMillis() / 1000.0;
		return (seconds == Math.rint(seconds)) ? String.valueOf((long) seconds) : String.valueOf(seconds);
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? beginning(text).toLowerCase(Locale.ROOT) : "";
	}

	private static String beginning(String text) {
		return (text.length() > MAX_READ) ? text.substring(0, MAX_READ) : text;
	}

}
