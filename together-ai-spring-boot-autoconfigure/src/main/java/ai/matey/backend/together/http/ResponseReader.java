package ai.matey.backend.together.http;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.backend.together.error.Attempt;
import ai.matey.errors.AdapterException;

/**
 * Strategy interface for reading the body of one attempt's response. Every method may
 * throw an {@link AdapterException}, which ends the attempt. Called by one thread at a
 * time.
 *
 * @param <T> the type of the items
 */
public interface ResponseReader<T> {

	/**
	 * Accept bytes. Called only after all items in the previous bytes were delivered.
	 * @param bytes the bytes, which the reader must release
	 */
	void feed(DataBuffer bytes);

	/**
	 * Return whether the reader can use more bytes.
	 * @return {@code false} if no more of the body should be read and {@link #end}
	 * follows
	 */
	default boolean wantsMore() {
		return true;
	}

	/**
	 * End the body.
	 * @param failure the failure that ended it, or {@code null} for a regular end
	 */
	void end(@Nullable Throwable failure);

	/**
	 * Return the next item to deliver.
	 * @return the item, or {@code null} if more bytes are needed
	 */
	@Nullable T next();

	/**
	 * Return whether an item shows that the response is making progress.
	 * @param next what {@link #next} returned
	 * @return {@code false} if the server's deadline continues
	 */
	default boolean isProgress(T next) {
		return true;
	}

	/**
	 * Return whether all items were delivered, so that the end of the body is awaited
	 * only to reuse the connection.
	 * @return {@code true} after the last item was delivered
	 */
	default boolean isDelivered() {
		return false;
	}

	/**
	 * Return whether a deadline may end the body at its current position without losing
	 * anything of value.
	 * @return {@code false} if the deadline must fail the attempt
	 */
	default boolean isComplete() {
		return false;
	}

	/**
	 * Return the error of an attempt that is ended from outside.
	 * @param reason the reason
	 * @return the reason with the partial response
	 */
	default AdapterException interrupted(AdapterException reason) {
		return reason;
	}

	/**
	 * Creates readers for responses with a success status.
	 *
	 * @param <T> the type of the items
	 */
	@FunctionalInterface
	interface Factory<T> {

		/**
		 * Create a reader for a response.
		 * @param attempt the attempt that received the response
		 * @param head the head of the response
		 * @return the reader
		 */
		ResponseReader<T> create(Attempt attempt, ResponseHead head);

	}

}
