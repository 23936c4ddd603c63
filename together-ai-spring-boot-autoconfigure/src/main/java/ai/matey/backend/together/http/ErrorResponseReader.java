package ai.matey.backend.together.http;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.errors.AdapterException;

/**
 * Reads the body of a response that is a failure regardless of the body. Problems with
 * the body never hide the failure.
 *
 * @param <T> the type of the result
 */
public final class ErrorResponseReader<T> implements ResponseReader<T> {

	/** No error is longer; the rest is not read. */
	private static final int MAX_LENGTH = 64 * 1024;

	private final BodyBuffer body = new BodyBuffer(MAX_LENGTH);

	private final Function<byte[], AdapterException> failure;

	/**
	 * Create a reader.
	 * @param failure creates the error from the body
	 */
	public ErrorResponseReader(Function<byte[], AdapterException> failure) {
		this.failure = failure;
	}

	@Override
	public void feed(DataBuffer bytes) {
		this.body.add(bytes);
	}

	@Override
	public boolean wantsMore() {
		return !this.body.isFull();
	}

	@Override
	public boolean isComplete() {
		return true;
	}

	@Override
	public void end(@Nullable Throwable broken) {
		throw this.failure.apply(this.body.copy());
	}

	@Override
	public @Nullable T next() {
		return null;
	}

}
