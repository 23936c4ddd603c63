package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.DeadlineErrors;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRDeadlines;

/**
 * Reads an answer that is one JSON body.
 *
 * @param <T> what the body holds
 */
public final class JsonResponseReader<T> implements ResponseReader<T> {

	/** For clients without any deadline. */
	private static final Duration LONGEST_LOOK = Duration.ofHours(1);

	private static final ResponseHead NO_HEAD = new ResponseHead(0, HttpHeaders.EMPTY, null);

	private final Attempt attempt;

	private final TogetherExchange exchange;

	private final IRDeadlines deadlines;

	private final BodyBuffer bytes;

	private final BiFunction<Body, ResponseHead, @Nullable T> mapper;

	private final long startNanos;

	private ResponseHead head = NO_HEAD;

	private @Nullable T result;

	private boolean delivered;

	/**
	 * Creates the reader.
	 * @param attempt the attempt whose answer is read
	 * @param exchange the exchange that it belongs to
	 * @param deadlines how long the answer may take
	 * @param maxBodySize most bytes of a body
	 * @param mapper turns the body into what it holds, or {@code null} if the body is
	 * JSON but not such an answer
	 */
	public JsonResponseReader(Attempt attempt, TogetherExchange exchange, IRDeadlines deadlines, int maxBodySize,
			BiFunction<Body, ResponseHead, @Nullable T> mapper) {
		this.attempt = attempt;
		this.exchange = exchange;
		this.deadlines = deadlines;
		this.bytes = new BodyBuffer(maxBodySize);
		this.mapper = mapper;
		this.startNanos = exchange.nanoTime();
	}

	@Override
	public ResponseReader<T> begin(ResponseHead head) {
		this.head = head;
		return this;
	}

	@Override
	public void feed(DataBuffer bytes) {
		if (!this.bytes.add(bytes)) {
			throw TransportErrors.tooLarge(this.attempt, null);
		}
	}

	@Override
	public void end(@Nullable Throwable failure) {
		if (failure != null) {
			throw broken(failure);
		}
		this.result = convert();
	}

	@Override
	public @Nullable T next() {
		T result = this.delivered ? null : this.result;
		this.delivered |= result != null;
		return result;
	}

	@Override
	public boolean isDelivered() {
		return this.delivered;
	}

	@Override
	public Duration look() {
		Duration limit = this.deadlines.response();
		if (limit == null) {
			return LONGEST_LOOK;
		}
		Duration left = limit.minusNanos(this.exchange.nanoTime() - this.startNanos);
		if (left.isNegative() || left.isZero()) {
			throw DeadlineErrors.exceeded(this.attempt, "response", limit);
		}
		return left;
	}

	private T convert() {
		JsonNode root = parse();
		T result = (root != null) ? map(root) : null;
		if (result != null) {
			return result;
		}
		if (root != null && !root.path("error").isMissingNode() && !root.path("error").isNull()) {
			throw this.exchange.errors().ofBody(this.attempt, this.head.headers(), ErrorBody.of(root));
		}
		throw unreadable(null);
	}

	private @Nullable T map(JsonNode root) {
		try {
			return this.mapper.apply(new Body(root, this.bytes), this.head);
		}
		catch (AdapterException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw unreadable(ex);
		}
	}

	private AdapterException unreadable(@Nullable RuntimeException cause) {
		String contentType = this.head.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		return new AdapterConversionException(
				"Together AI answered HTTP " + this.head.status() + " to a request for " + this.attempt.subject()
						+ ", but the body (" + this.bytes.length() + " bytes of " + contentType
						+ ") is not what this endpoint answers. Check that together.base-url is the API's address.",
				details(ErrorBody.read(this.bytes.copy())), cause);
	}

	private @Nullable JsonNode parse() {
		try {
			JsonNode root = Json.read(this.bytes.array(), 0, this.bytes.length());
			return (root.isObject() || root.isArray()) ? root : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private AdapterException broken(Throwable failure) {
		String when = " while the answer to the request for " + this.attempt.subject() + " was read.";
		ErrorDetails details = details(ErrorBody.EMPTY);
		if (failure instanceof DataBufferLimitException) {
			return TransportErrors.tooLarge(this.attempt, failure);
		}
		if (TransportErrors.isCut(failure)) {
			return new NetworkException(ErrorCode.NETWORK_ERROR, true, "The connection broke" + when, details, failure);
		}
		if (TransportErrors.isTimeout(failure)) {
			return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, TransportErrors.describe(failure) + when,
					details, failure);
		}
		return new AdapterConversionException(TransportErrors.describe(failure) + when, details, failure);
	}

	private ErrorDetails details(ErrorBody body) {
		return this.attempt.details(this.head.status(), this.head.headers(), this.head.rateLimits(), body);
	}

	/**
	 * A body.
	 *
	 * @param json its JSON, an object or an array
	 * @param bytes the same as it came
	 */
	public record Body(JsonNode json, BodyBuffer bytes) {

	}

}
