package ai.matey.autoconfigure.together.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Problem details: when they are there, and what they say.
 */
class TogetherWebAutoConfigurationTests {

	private static final ErrorDetails DETAILS = ErrorDetails.of("together_ai", "m");

	private static final String PROPERTY = "together.web.problem-details=true";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TogetherAutoConfiguration.class,
			TogetherWebAutoConfiguration.class);

	@Test
	void offUnlessAskedFor() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(TogetherProblemDetailsAdvice.class));
	}

	@Test
	void onForServletsAndForWebFlux() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY)
			.run((context) -> assertThat(context).hasSingleBean(TogetherProblemDetailsAdvice.class)
				.doesNotHaveBean(ReactiveProblemDetailsAdvice.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveProblemDetailsAdvice.class)
				.doesNotHaveBean(TogetherProblemDetailsAdvice.class)
				.hasBean("togetherProblemDetailsAdvice"));
	}

	@Test
	void notWithoutAWebServer() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY)
			.run((context) -> assertThat(context).doesNotHaveBean(TogetherProblemDetailsAdvice.class));
	}

	@Test
	void notWithoutTogether() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY, "together.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TogetherProblemDetailsAdvice.class));
	}

	@Test
	void notWithoutControllers() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY)
			.withClassLoader(new FilteredClassLoader(RestControllerAdvice.class))
			.run((context) -> assertThat(context).doesNotHaveBean("togetherProblemDetailsAdvice"));
	}

	@Test
	void backsOffByName() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(PROPERTY)
			.withBean("togetherProblemDetailsAdvice", String.class, () -> "own")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TogetherProblemDetailsAdvice.class));
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				arguments(new RateLimitException(RateLimitException.Kind.REQUESTS, Duration.ofMillis(1500), "SECRET",
						DETAILS, null), 429, "2"),
				arguments(new RateLimitException(RateLimitException.Kind.UNKNOWN, null, "SECRET", DETAILS, null), 429,
						null),
				arguments(new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "SECRET", DETAILS, null), 503,
						null),
				arguments(new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, "SECRET", DETAILS, null), 504, null),
				arguments(new ProviderException(ErrorCode.PROVIDER_ERROR, true, "SECRET", DETAILS, null), 502, null),
				arguments(new ProviderException(ErrorCode.TOOL_RUN_NOT_PENDING, false, "SECRET", DETAILS, null), 409,
						null),
				arguments(new NetworkException(ErrorCode.CONNECTION_TIMEOUT, true, "SECRET", DETAILS, null), 504, null),
				arguments(new NetworkException(ErrorCode.DNS_RESOLUTION_FAILED, true, "SECRET", DETAILS, null), 502,
						null),
				arguments(new NetworkException(ErrorCode.CLIENT_CLOSED, false, "SECRET", DETAILS, null), 503, null),
				arguments(new AuthenticationException(ErrorCode.INVALID_API_KEY, false, "SECRET", DETAILS, null), 502,
						null),
				arguments(new AuthenticationException(ErrorCode.MISSING_API_KEY, false, "SECRET", DETAILS, null), 500,
						null),
				arguments(new AuthorizationException(ErrorCode.QUOTA_EXCEEDED, false, "SECRET", DETAILS, null), 503,
						null),
				arguments(new ValidationException(ErrorCode.CONTEXT_LENGTH_EXCEEDED, null, "SECRET", DETAILS, null),
						400, null),
				arguments(new ValidationException(ErrorCode.INVALID_REQUEST, null, "SECRET", DETAILS, null), 400,
						null));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatTheCallerOfTheApplicationSees(AdapterException failure, int status, @Nullable String retryAfter) {
		WebTestClient.bindToController(new Failing(failure))
			.controllerAdvice(new ReactiveProblemDetailsAdvice())
			.build()
			.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectHeader()
			.values(HttpHeaders.RETRY_AFTER,
					(values) -> assertThat(values).isEqualTo((retryAfter != null) ? List.of(retryAfter) : null))
			.expectBody(String.class)
			.value((body) -> assertThat(body)
				.contains("\"code\":\"" + failure.code().name().toLowerCase(java.util.Locale.ROOT) + "\"")
				.contains("\"retryable\":" + failure.isRetryable())
				.contains("\"detail\"")
				.doesNotContain("SECRET"));
	}

	@RestController
	record Failing(AdapterException failure) {

		@GetMapping("/")
		Mono<String> fail() {
			return Mono.error(this.failure);
		}

	}

}
