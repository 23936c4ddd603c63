package ai.matey.backend.together;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

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
final class JsonReader<T> implements ResponseReader<T> {

	/** For clients without any deadline. */
	private static final Duration LONGEST_LOOK = Duration.ofHours(1);

	private final Attempt attempt;

	private final TogetherExchange exchange;

	private final IRDeadlines deadlines;

	private final int maxBodySize;

	private final BiFunction<Body, HttpHeaders, @Nullable T> mapper;

	private final long startNanos;

	/**
	 * Creates the reader.
	 * @param attempt the attempt whose answer is read
	 * @param exchange the exchange that it belongs to
	 * @param deadlines how long the answer may take
	 * @param maxBodySize most bytes of a body
	 * @param mapper turns the body into what it holds, or {@code null} if the body is
	 * JSON but not such an answer
	 */
	JsonReader(Attempt attempt, TogetherExchange exchange, IRDeadlines deadlines, int maxBodySize,
			BiFunction<Body, HttpHeaders, @Nullable T> mapper) {
		this.attempt = attempt;
		this.exchange = exchange;
		this.deadlines = deadlines;
		this.maxBodySize = maxBodySize;
		this.mapper = mapper;
		this.startNanos = exchange.nanoTime();
	}

	@Override
	public Flux<T> read(ClientResponse response) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		return PlainBody.read(response, this.maxBodySize)
			.onErrorMap((failure) -> broken(response, failure))
			.defaultIfEmpty(new byte[0])
			.flux()
			.map((bytes) -> convert(bytes, response.statusCode().value(), headers));
	}

	@Override
	public Duration look() {
		Duration limit = this.deadlines.response();
		if (limit == null) {
			return LONGEST_LOOK;
		}
		Duration left = limit.minusNanos(this.exchange.nanoTime() - this.startNanos);
		if (left.isNegative() || left.isZero()) {
			throw Deadlines.exceeded(this.attempt, "response", limit);
		}
		return left;
	}

	@Override
	public AdapterException cut(AdapterException reason) {
		return reason;
	}

	private T convert(byte[] bytes, int status, HttpHeaders headers) {
		JsonNode root = parse(bytes);
		T result = (root != null) ? map(new Body(root, bytes), status, headers) : null;
		if (result != null) {
			return result;
		}
		if (root != null && !root.path("error").isMissingNode() && !root.path("error").isNull()) {
			throw this.exchange.errors().ofBody(this.attempt, headers, ErrorBody.of(root));
		}
		throw unreadable(bytes, status, headers, null);
	}

	private @Nullable T map(Body body, int status, HttpHeaders headers) {
		try {
			return this.mapper.apply(body, headers);
		}
		catch (AdapterException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw unreadable(body.bytes(), status, headers, ex);
		}
	}

	private AdapterException unreadable(byte[] bytes, int status, HttpHeaders headers,
			@Nullable RuntimeException cause) {
		return new AdapterConversionException(
				"Together AI answered HTTP " + status + " to a request for " + this.attempt.subject()
						+ ", but the body (" + bytes.length + " bytes of " + headers.getFirst(HttpHeaders.CONTENT_TYPE)
						+ ") is not what this endpoint answers. Check that together.base-url is the API's address.",
				this.attempt.details(status, headers, this.exchange.rateLimitHeaders().read(headers),
						ErrorBody.read(bytes)),
				cause);
	}

	private static @Nullable JsonNode parse(byte[] bytes) {
		try {
			JsonNode root = Json.read(bytes, 0, bytes.length);
			return (root.isObject() || root.isArray()) ? root : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private AdapterException broken(ClientResponse response, Throwable failure) {
		if (failure instanceof DataBufferLimitException) {
			return TransportErrors.tooLarge(this.attempt, failure);
		}
		HttpHeaders headers = response.headers().asHttpHeaders();
		ErrorDetails details = this.attempt.details(response.statusCode().value(), headers,
				this.exchange.rateLimitHeaders().read(headers), ErrorBody.EMPTY);
		String when = " while the answer to the request for " + this.attempt.subject() + " was read.";
		if (failure instanceof IOException) {
			return new NetworkException(ErrorCode.NETWORK_ERROR, true, "The connection broke" + when, details, failure);
		}
		if (TransportErrors.isTimeout(failure)) {
			return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, TransportErrors.describe(failure) + when,
					details, failure);
		}
		return new AdapterConversionException(TransportErrors.describe(failure) + when, details, failure);
	}

	/**
	 * A body.
	 *
	 * @param json its JSON, an object or an array
	 * @param bytes the same as it came
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Body(JsonNode json, byte[] bytes) {

	}

}
