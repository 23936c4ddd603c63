package ai.matey.backend.together.http;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.backend.together.error.UpstreamFailure;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;

/**
 * Reads a response whose body is a single JSON value.
 *
 * @param <T> the type of the result
 */
public final class JsonResponseReader<T> implements ResponseReader<T> {

	private final Attempt attempt;

	private final ResponseHead head;

	private final TogetherErrors errors;

	private final BodyBuffer bytes;

	private final Function<Body, @Nullable T> mapper;

	private @Nullable T result;

	private boolean delivered;

	/**
	 * Create a reader.
	 * @param attempt the attempt whose response is read
	 * @param head the head of the response
	 * @param errors creates the error if the body contains one
	 * @param maxBodySize the maximum number of bytes of a body
	 * @param mapper maps the body to its content, or to {@code null} if the body is JSON
	 * but not such a response
	 */
	public JsonResponseReader(Attempt attempt, ResponseHead head, TogetherErrors errors, int maxBodySize,
			Function<Body, @Nullable T> mapper) {
		this.attempt = attempt;
		this.head = head;
		this.errors = errors;
		this.bytes = new BodyBuffer(maxBodySize);
		this.mapper = mapper;
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

	private T convert() {
		JsonNode root = parse();
		if (root == null) {
			throw unreadable(null);
		}
		ErrorBody error = ErrorBody.inside(root);
		if (error != null) {
			throw this.errors.ofBody(this.attempt, this.head.headers(), error);
		}
		T result = map(root);
		if (result == null) {
			throw unreadable(null);
		}
		return result;
	}

	private @Nullable T map(JsonNode root) {
		try {
			return this.mapper.apply(new Body(root, this.bytes));
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
				"Together AI returned HTTP " + this.head.status() + " for " + this.attempt.subject()
						+ ", but the body (" + this.bytes.length() + " bytes of " + contentType
						+ ") is not a response of this endpoint. Check that together.base-url is the API's address.",
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
		String when = " while reading the response for " + this.attempt.subject() + ".";
		ErrorDetails details = details(ErrorBody.EMPTY);
		if (failure instanceof DataBufferLimitException) {
			return TransportErrors.tooLarge(this.attempt, failure);
		}
		if (TransportErrors.isCut(failure)) {
			return new NetworkException(ErrorCode.NETWORK_ERROR, true, "The connection was lost" + when, details,
					UpstreamFailure.cause(failure));
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
	 * A JSON body.
	 *
	 * @param json the JSON, an object or an array
	 * @param bytes the body as received
	 */
	public record Body(JsonNode json, BodyBuffer bytes) {

	}

}
