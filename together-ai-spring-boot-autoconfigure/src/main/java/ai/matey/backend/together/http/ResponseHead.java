package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;

/**
 * The head of a response.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param rateLimits what the headers say about limits, or {@code null}
 */
public record ResponseHead(int status, HttpHeaders headers, @Nullable RateLimits rateLimits) {

	/** The head of a response that was received by someone else. */
	public static final ResponseHead OK = new ResponseHead(200, HttpHeaders.EMPTY, null);

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

}
