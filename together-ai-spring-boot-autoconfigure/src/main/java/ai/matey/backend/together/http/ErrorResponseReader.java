package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.errors.AdapterException;

/**
 * Reads the body of an answer that is a failure whatever the body says, as far as it can
 * be read: nothing about it may hide the failure.
 *
 * @param <T> what the answer would have held
 */
public final class ErrorResponseReader<T> implements ResponseReader<T> {

	/** No error says more; the rest is not read. */
	private static final int MAX_LENGTH = 64 * 1024;

	/** How long the body is awaited: the status alone is worth a typed error. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final BodyBuffer body = new BodyBuffer(MAX_LENGTH);

	private final Function<byte[], AdapterException> failure;

	private final LongSupplier nanoTime;

	private final long startNanos;

	/**
	 * Creates the reader.
	 * @param nanoTime the clock
	 * @param failure makes the failure of the body
	 */
	public ErrorResponseReader(LongSupplier nanoTime, Function<byte[], AdapterException> failure) {
		this.failure = failure;
		this.nanoTime = nanoTime;
		this.startNanos = nanoTime.getAsLong();
	}

	@Override
	public ResponseReader<T> begin(ResponseHead head) {
		return this;
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
	public void end(@Nullable Throwable broken) {
		throw this.failure.apply(this.body.copy());
	}

	@Override
	public @Nullable T next() {
		return null;
	}

	@Override
	public Duration look() {
		Duration left = PATIENCE.minusNanos(this.nanoTime.getAsLong() - this.startNanos);
		return left.isNegative() ? Duration.ZERO : left;
	}

}
