package ai.matey.autoconfigure.together.web;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

import ai.matey.errors.AdapterException;

/**
 * Handles failures with problem details, as long as no part of the response has been
 * sent. A stream that fails later keeps its failure: WebFlux would otherwise report that
 * the headers cannot be changed, and nobody would see why the stream ended.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ReactiveProblemDetailsAdvice {

	private final TogetherProblemDetailsAdvice problems = new TogetherProblemDetailsAdvice();

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(AdapterException failure, ServerWebExchange exchange) {
		if (exchange.getResponse().isCommitted()) {
			throw failure;
		}
		return this.problems.handle(failure);
	}

}
