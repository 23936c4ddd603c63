package ai.matey.sample;

import java.nio.channels.ClosedChannelException;

import io.netty.handler.timeout.ReadTimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.errors.AdapterException;
import ai.matey.frontend.openai.OpenAIErrorResponse;
import ai.matey.frontend.openai.OpenAIErrors;
import ai.matey.frontend.openai.format.OpenAIError;

/**
 * Responds to all failures in OpenAI's format. It precedes Spring Boot's handler, which
 * would respond to browsers with a page.
 */
@Component
@Order(-2)
class GatewayErrorHandler implements WebExceptionHandler {

	private static final Log logger = LogFactory.getLog(GatewayErrorHandler.class);

	static final String MAX_BODY = "spring.http.codecs.max-in-memory-size";

	private final JsonMapper mapper;

	private final DataSize maxBody;

	GatewayErrorHandler(JsonMapper mapper, @Value("${" + MAX_BODY + "}") DataSize maxBody) {
		this.mapper = mapper;
		this.maxBody = maxBody;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		if (hasResponded(response)) {
			logger.debug("The server refused the rest of a request", failure);
			return Mono.empty();
		}
		// A provider's connection may fail in the same way as a client's
		if (!(failure instanceof AdapterException) && isClientGone(failure)) {
			logger.debug("A client left or stopped", failure);
			return Mono.empty();
		}
		if (response.isCommitted()) {
			return Mono.error(failure);
		}
		HttpHeaders headers = response.getHeaders();
		headers.clear();
		if (failure instanceof ErrorResponse answer) {
			// Such as the allowed methods
			headers.putAll(answer.getHeaders());
		}
		if (failure instanceof RefusedRequestException refused) {
			headers.putAll(refused.headers());
		}
		OpenAIErrorResponse error = error(exchange, failure);
		if (error.retryAfter() != null) {
			headers.set(HttpHeaders.RETRY_AFTER, error.retryAfter().toString());
		}
		response.setStatusCode(HttpStatusCode.valueOf(error.status()));
		return JsonResponses.write(response, this.mapper.writeValueAsBytes(error.body()));
	}

	/**
	 * Netty itself responds to a body that is not valid HTTP, and reports it later.
	 */
	private static boolean hasResponded(ServerHttpResponse response) {
		return !response.isCommitted()
				&& ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse netty
				&& netty.hasSentHeaders();
	}

	/**
	 * The server closes a connection that is too slow; nobody would receive a response.
	 */
	static boolean isClientGone(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return DisconnectedClientHelper.isClientDisconnectedException(failure) || cause instanceof ReadTimeoutException
				|| cause instanceof ClosedChannelException;
	}

	private OpenAIErrorResponse error(ServerWebExchange exchange, Throwable failure) {
		if (failure instanceof RefusedRequestException refused) {
			return refused(refused.status().value(), refused.getMessage(), refused.code());
		}
		if (failure instanceof ContentTooLargeException) {
			return refused(413,
					"The request body is larger than " + this.maxBody.toKilobytes() + " KB (" + MAX_BODY + ")", null);
		}
		if (failure instanceof ServerWebInputException input) {
			return input.contains(JacksonException.class) ? OpenAIErrors.unreadable(input)
					: refused(400, "The request body is missing: send a JSON object", null);
		}
		if (failure instanceof ErrorResponse answer && answer.getStatusCode().is4xxClientError()) {
			String call = exchange.getRequest().getMethod() + " " + exchange.getRequest().getPath().value();
			int status = answer.getStatusCode().value();
			return switch (status) {
				case 404 -> refused(status, "There is nothing at " + call, "unknown_url");
				case 405 -> refused(status, "This method is not allowed: " + call, "method_not_allowed");
				case 415 -> refused(status, "The request body must be sent with content-type: application/json", null);
				default -> refused(status, "The request was refused: " + call, null);
			};
		}
		if (!(failure instanceof AdapterException)) {
			logger.error("The gateway failed", failure);
		}
		return OpenAIErrors.of(failure);
	}

	private static OpenAIErrorResponse refused(int status, String message, @Nullable String code) {
		return new OpenAIErrorResponse(status, null, OpenAIError.of(message, "invalid_request_error", null, code));
	}

}
