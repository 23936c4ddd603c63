package ai.matey.backend.together.response;

/**
 * A response holds more than {@code together.http.max-response-size} allows.
 */
@SuppressWarnings("serial")
public final class ResponseLimitException extends RuntimeException {

	ResponseLimitException(long limit) {
		super("the assembled response takes more than " + limit + " bytes. Raise together.http.max-response-size, "
				+ "or ask for a stream without an assembled response (assembleResponse of the request)");
	}

}
