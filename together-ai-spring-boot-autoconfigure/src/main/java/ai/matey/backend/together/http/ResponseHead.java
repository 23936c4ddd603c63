package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;

/**
 * The head of a response.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param rateLimits the rate limits in the headers, or {@code null}
 */
public record ResponseHead(int status, HttpHeaders headers, @Nullable RateLimits rateLimits) {

	/** The head of a response that was received elsewhere. */
	public static final ResponseHead OK = new ResponseHead(200, HttpHeaders.EMPTY, null);

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

}
