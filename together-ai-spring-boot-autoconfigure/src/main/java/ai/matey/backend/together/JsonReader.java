package ai.matey.backend.together;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.ir.IRDeadlines;

/**
 * Reads an answer that is one JSON body.
 *
 * @param <T> what the body holds
 */
final class JsonReader<T> implements ResponseReader<T> {

	private final Attempt attempt;

	private final TogetherExchange exchange;

	private final IRDeadlines deadlines;

	private final int maxBodySize;

	private final BiFunction<Body, HttpHeaders, @Nullable T> mapper;

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
	public Flux<T> limit(Flux<T> attempt) {
		Duration limit = this.deadlines.response();
		if (limit == null) {
			return attempt;
		}
		return attempt.takeUntilOther(Mono.delay(limit, this.exchange.scheduler())
			.then(Mono.error(() -> Deadlines.exceeded(this.attempt, "response", limit))));
	}

	@Override
	public RuntimeException tookTooLong() {
		return Deadlines.exceeded(this.attempt, "total", this.deadlines.total());
	}

	private T convert(byte[] bytes, int status, HttpHeaders headers) {
		JsonNode root = parse(bytes);
		T result = (root != null) ? this.mapper.apply(new Body(root, bytes), headers) : null;
		if (result != null) {
			return result;
		}
		if (root != null && !root.path("error").isMissingNode() && !root.path("error").isNull()) {
			throw this.exchange.errors().ofBody(this.attempt, headers, ErrorBody.of(root));
		}
		throw new AdapterConversionException(
				"Together AI answered HTTP " + status + " to a request for " + this.attempt.subject()
						+ ", but the body (" + bytes.length + " bytes of " + headers.getFirst(HttpHeaders.CONTENT_TYPE)
						+ ") is not what this endpoint answers. Check that together.base-url is the API's address.",
				this.attempt.details(status, headers, this.exchange.rateLimitHeaders().read(headers),
						ErrorBody.read(bytes)),
				null);
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
		return new NetworkException(ErrorCode.NETWORK_ERROR, true,
				"The connection broke while the answer to the request for " + this.attempt.subject() + " was read.",
				this.attempt.details(response.statusCode().value(), headers,
						this.exchange.rateLimitHeaders().read(headers), ErrorBody.EMPTY),
				failure);
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
