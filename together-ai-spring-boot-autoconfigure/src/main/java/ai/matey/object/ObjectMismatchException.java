package ai.matey.object;

import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;

/**
 * Thrown when a response does not match the requested type, even after repair.
 *
 * @since 0.1.0
 */
public final class ObjectMismatchException extends AdapterException {

	private final String[] problems;

	private final transient @Nullable IRChatResponse response;

	private final String text;

	ObjectMismatchException(IRChatRequest request, IRChatResponse response, String text, String message,
			List<String> problems, @Nullable Throwable cause) {
		super(ErrorCode.INVALID_OBJECT, false, message, ErrorDetails.of("objects", request.model()), cause);
		this.problems = problems.toArray(String[]::new);
		this.response = response;
		this.text = text;
	}

	/**
	 * Return the problems of the response.
	 * @return the problems; empty if the response is not JSON
	 */
	public List<String> problems() {
		return List.of(this.problems);
	}

	/**
	 * Return the text as the model wrote it. It may repeat parts of the prompt, so take
	 * care when logging it.
	 * @return the text, possibly empty
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the complete response.
	 * @return the response, or {@code null} if this exception was deserialized
	 */
	public @Nullable IRChatResponse response() {
		return this.response;
	}

}
