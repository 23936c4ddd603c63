package ai.matey.backend.together.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.errors.AdapterException;

/**
 * Reads one attempt's answer; a new reader is made for every attempt. All methods may
 * throw an {@link AdapterException}, which ends the attempt. They are called by one
 * thread at a time.
 *
 * @param <T> what the answer holds
 */
public interface ResponseReader<T> {

	/**
	 * The body begins.
	 * @param head what came before it
	 * @return who reads the body: this one, or another if it is no answer after all
	 */
	ResponseReader<T> begin(ResponseHead head);

	/**
	 * Bytes of the body are asked for: until they come the server is waited for.
	 */
	default void asked() {
	}

	/**
	 * Takes bytes of the body, when all that the bytes before hold has been handed out.
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
	 * The body is over.
	 * @param failure what it was broken by, or {@code null} if it ended in order
	 */
	void end(@Nullable Throwable failure);

	/**
	 * The next thing to deliver.
	 * @return what the answer holds, or {@code null} if more bytes are needed
	 */
	@Nullable T next();

	/**
	 * Whether all was handed out, though the connection may have more to say.
	 * @return {@code true} if only the end of the body is still awaited, to keep the
	 * connection
	 */
	default boolean isDelivered() {
		return false;
	}

	/**
	 * Looks whether a deadline of the attempt is exceeded.
	 * @return how long until the next look must be taken; zero if the answer is as good
	 * as complete and {@link #end} shall follow
	 */
	Duration look();

	/**
	 * What the attempt fails with when it is ended from outside.
	 * @param reason why it is ended
	 * @return the same with what the answer held so far
	 */
	default AdapterException cut(AdapterException reason) {
		return reason;
	}

}
