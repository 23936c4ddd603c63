package ai.matey.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Failures of calls as an application's clients see them, over HTTP: from Tomcat with
 * Spring MVC and from Netty with WebFlux.
 */
@ParameterizedClass
@ExtendWith(OutputCaptureExtension.class)
@EnumSource(value = WebApplicationType.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
class ProblemDetailsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String KEY = "key-that-nobody-sees";

	private static final String PROMPT = "Prompt-of-a-person";

	private static final FakeTogether FAKE = FakeTogether.builder().anyModel().start();

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private static ConfigurableApplicationContext context;

	private final WebApplicationType type;

	ProblemDetailsTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		context = new SpringApplicationBuilder(WebApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--together.api-key=" + KEY, "--together.base-url=" + FAKE.baseUrl(),
				"--together.default-model=some/model", "--together.retry.max-attempts=1",
				"--together.web.problem-details=true", "--together.shutdown-grace=0s",
				"--spring.main.web-application-type=" + type.name().toLowerCase(Locale.ROOT));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@AfterAll
	static void stopServer() {
		FAKE.close();
	}

	@BeforeEach
	void reset() {
		FAKE.reset();
	}

	static Stream<Arguments> failures() {
		return Stream.of(arguments(401, 502, "invalid_api_key", null), arguments(402, 503, "quota_exceeded", null),
				arguments(403, 502, "insufficient_permissions", null), arguments(400, 400, "invalid_request", null),
				arguments(429, 429, "rate_limit_exceeded", "7"), arguments(500, 502, "provider_error", null),
				arguments(503, 503, "provider_overloaded", null), arguments(504, 504, "provider_timeout", null));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failuresBeforeTheFirstByteAreProblems(int upstream, int status, String code, @Nullable String retryAfter)
			throws Exception {
		for (String path : paths()) {
			FAKE.enqueue(Reply.status(upstream)
				.header("retry-after", "7")
				.error("some_type", PROMPT + " was refused for " + KEY));
			HttpResponse<String> response = get(path);
			assertThat(response.statusCode()).as(path).isEqualTo(status);
			assertThat(response.headers().firstValue("content-type")).as(path).hasValue("application/problem+json");
			assertThat(response.headers().firstValue("retry-after").orElse(null)).as(path).isEqualTo(retryAfter);
			JsonNode problem = JsonMapper.shared().readTree(response.body());
			assertThat(problem.path("status").intValue()).isEqualTo(status);
			assertThat(problem.path("code").stringValue()).isEqualTo(code);
			assertThat(problem.path("detail").stringValue()).isNotBlank();
			assertThat(problem.has("retryable")).isTrue();
			assertThat(response.body() + response.headers().map()).doesNotContain(KEY, PROMPT, "refused");
		}
	}

	/**
	 * The status has been sent: all that is left is to end the response so that the
	 * client sees it is not whole, and to add nothing to it.
	 */
	@ParameterizedTest
	@EnumSource(Late.class)
	void aFailureAfterTheFirstByteAddsNothing(Late late, CapturedOutput output) throws Exception {
		FAKE.enqueue(late.reply);
		List<String> lines = new ArrayList<>();
		try (Stream<String> body = HTTP.send(request("/stream"), HttpResponse.BodyHandlers.ofLines()).body()) {
			assertThatExceptionOfType(UncheckedIOException.class).as("not as if it were whole")
				.isThrownBy(() -> body.forEach(lines::add));
		}
		assertThat(String.join("\n", lines)).contains("data:Hello").doesNotContain(KEY, PROMPT, "refused", "code");
		assertThat(output.getAll()).as("the failure itself is what is logged, if anything")
			.doesNotContain("UnsupportedOperationException", KEY);
	}

	private List<String> paths() {
		return (this.type == WebApplicationType.SERVLET) ? List.of("/mono", "/blocking", "/stream")
				: List.of("/mono", "/stream");
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return HTTP.send(request(path), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest request(String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + "?question=" + PROMPT))
			.timeout(PATIENCE)
			.build();
	}

	enum Late {

		ERROR(Reply.stream().tokens("Hello ").errorEvent("server_error", PROMPT + " was refused for " + KEY).done()),

		JUNK(Reply.stream().tokens("Hello ").event("{\"junk")),

		CUT(Reply.stream().tokens("Hello "));

		private final Reply reply;

		Late(Reply reply) {
			this.reply = reply;
		}

	}

}
