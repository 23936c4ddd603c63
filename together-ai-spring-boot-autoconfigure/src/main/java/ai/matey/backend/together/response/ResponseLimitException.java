package ai.matey.backend.together.response;

/**
 * Thrown when a response exceeds {@code together.http.max-response-size}.
 */
@SuppressWarnings("serial")
public final class ResponseLimitException extends RuntimeException {

	ResponseLimitException(long limit) {
		super("the assembled response takes more than " + limit + " bytes. Increase together.http.max-response-size, "
				+ "or request a stream without an assembled response (assembleResponse(false))");
	}

}
