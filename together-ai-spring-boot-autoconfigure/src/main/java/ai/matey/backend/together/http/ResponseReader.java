package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.backend.together.error.Attempt;
import ai.matey.errors.AdapterException;

/**
 * Reads the body of one attempt's response. Every method may throw an
 * {@link AdapterException}, which ends the attempt. Called by one thread at a time.
 *
 * @param <T> what the response holds
 */
public interface ResponseReader<T> {

	/**
	 * Take bytes, when everything that the bytes before hold has been handed out.
	 * @param bytes the bytes; released here
	 */
	void feed(DataBuffer bytes);

	/**
	 * Whether more bytes can add something.
	 * @return {@code false} if the body is to be left alone and {@link #end} follows
	 */
	default boolean wantsMore() {
		return true;
	}

	/**
	 * End the body.
	 * @param failure what broke it, or {@code null} if it ended in order
	 */
	void end(@Nullable Throwable failure);

	/**
	 * Return the next thing to deliver.
	 * @return what the response holds, or {@code null} if more bytes are needed
	 */
	@Nullable T next();

	/**
	 * Whether something that is delivered shows that the response goes on.
	 * @param next what {@link #next} returned
	 * @return {@code false} if the server is still awaited
	 */
	default boolean isProgress(T next) {
		return true;
	}

	/**
	 * Whether everything was handed out and only the end of the body is awaited, to keep
	 * the connection.
	 * @return {@code true} after the last thing was handed out
	 */
	default boolean isDelivered() {
		return false;
	}

	/**
	 * Whether the body can be ended where it is and nothing of value is lost, should a
	 * deadline pass.
	 * @return {@code false} to let the deadline end the attempt
	 */
	default boolean isComplete() {
		return false;
	}

	/**
	 * Return what the attempt fails with when it is ended from outside.
	 * @param reason why it is ended
	 * @return the reason, with what the response held so far
	 */
	default AdapterException interrupted(AdapterException reason) {
		return reason;
	}

	/**
	 * Chooses the reader of a response with a status of success.
	 *
	 * @param <T> what the response holds
	 */
	@FunctionalInterface
	interface Factory<T> {

		/**
		 * Create a reader for one response.
		 * @param attempt the attempt that got the response
		 * @param head the head of the response
		 * @return the reader
		 */
		ResponseReader<T> create(Attempt attempt, ResponseHead head);

	}

}
