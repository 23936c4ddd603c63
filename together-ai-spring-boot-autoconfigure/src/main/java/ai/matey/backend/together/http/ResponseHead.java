package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;

/**
 * What comes before the body of an answer.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param rateLimits what the headers say about limits, or {@code null}
 */
public record ResponseHead(int status, HttpHeaders headers, @Nullable RateLimits rateLimits) {

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

}
