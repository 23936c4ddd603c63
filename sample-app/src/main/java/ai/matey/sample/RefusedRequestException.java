package ai.matey.sample;

import java.util.Objects;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Thrown when a request is refused because of its sender.
 */
final class RefusedRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final String code;

	private RefusedRequestException(HttpStatus status, String code, String message) {
		super(message);
		this.status = status;
		this.code = code;
	}

	/**
	 * Create the exception for a request that only a foreign page can have made.
	 */
	static RefusedRequestException foreign(String message) {
		return new RefusedRequestException(HttpStatus.FORBIDDEN, "forbidden", message);
	}

	/**
	 * Create the exception for a request without the gateway's key.
	 */
	static RefusedRequestException unauthorized(String message) {
		return new RefusedRequestException(HttpStatus.UNAUTHORIZED, "invalid_api_key", message);
	}

	HttpStatus status() {
		return this.status;
	}

	String code() {
		return this.code;
	}

	/**
	 * Return the header that distinguishes this 401 from one of the provider.
	 */
	HttpHeaders headers() {
		HttpHeaders headers = new HttpHeaders();
		if (this.status == HttpStatus.UNAUTHORIZED) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"gateway\"");
		}
		return headers;
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
