package ai.matey.backend.together.error;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statuses and bodies to exceptions.
 */
class TogetherErrorsTests {

	@Test
	void theMessageIsMadeForAPerson() {
		assertThat(status(404, "")).hasMessageContaining("together.base-url");
		assertThat(status(400, "")).hasMessageNotContaining("together.base-url");
		assertThat(status(400, error("No")).getMessage()).contains(": No. ").doesNotContain("attempt");
		assertThat(status(400, error("No!")).getMessage()).contains(": No! ");
		Attempt second = new Attempt(BackendCall.of("default", BackendCall.Operation.CHAT, "some/model"), 2,
				new Redaction(() -> KEY, List::of));
		assertThat(errors().ofStatus(second, 500, new HttpHeaders(), ErrorBody.EMPTY))
			.hasMessageContaining("(attempt 2)");
	}

	private static final String KEY = "tgp_v1_secret-secret";

	private static final String PROMPT = "My mother's maiden name is Featherstonehaugh.";

	@ParameterizedTest
	@CsvSource({ "400,ValidationException,INVALID_REQUEST,false", "401,AuthenticationException,INVALID_API_KEY,false",
			"402,AuthorizationException,QUOTA_EXCEEDED,false",
			"403,AuthorizationException,INSUFFICIENT_PERMISSIONS,false",
			"404,ValidationException,INVALID_REQUEST,false", "408,ProviderException,PROVIDER_TIMEOUT,true",
			"409,ProviderException,PROVIDER_ERROR,true", "413,ValidationException,INVALID_REQUEST,false",
			"415,ValidationException,INVALID_REQUEST,false", "422,ValidationException,INVALID_REQUEST,false",
			"424,ValidationException,INVALID_REQUEST,false", "429,RateLimitException,RATE_LIMIT_EXCEEDED,true",
			"500,ProviderException,PROVIDER_ERROR,true", "502,ProviderException,PROVIDER_ERROR,true",
			"503,ProviderException,PROVIDER_OVERLOADED,true", "504,ProviderException,PROVIDER_TIMEOUT,true",
			"520,ProviderException,PROVIDER_ERROR,true", "521,ProviderException,PROVIDER_ERROR,true",
			"522,ProviderException,PROVIDER_ERROR,true", "523,ProviderException,PROVIDER_ERROR,true",
			"524,ProviderException,PROVIDER_TIMEOUT,true", "529,ProviderException,PROVIDER_OVERLOADED,true" })
	void everyStatusIsATypedErrorWhateverItsBody(int status, String type, ErrorCode code, boolean retryable) {
		for (String body : List.of("", "error code: " + status, "<html><body>No</body></html>", "{", "null", "[]", "{}",
				"{\"error\":{}}", "{\"error\":null}", "{\"error\":{\"message\":null,\"type\":1,\"code\":[]}}",
				"{\"error\":{\"message\":\"No\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}")) {
			AdapterException failure = status(status, body);
			assertThat(failure.getClass().getSimpleName()).as(body).isEqualTo(type);
			assertThat(failure.code()).as(body).isEqualTo(code);
			assertThat(failure.isRetryable()).as(body).isEqualTo(retryable);
			assertThat(failure.status()).isEqualTo(status);
			assertThat(failure).hasMessageContaining("HTTP " + status)
				.hasMessageContaining("some/model")
				.hasMessageNotContaining("<html>");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 404, 413, 422 })
	void aContextThatIsTooLongIsItsOwnCode(int status) {
		for (String message : List.of("This model's maximum context length is 8192 tokens.",
				"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9001",
				"Input validation error: `inputs` must have less than 4096 tokens. Given: 5000",
				"The total number of tokens (prompt and max_tokens) exceeds the limit of 32768",
				"Requested token count exceeds the model's maximum", "Please reduce the length of the messages",
				"prompt is too long", "max_tokens is too large: 99999", "The input exceeds the context window")) {
			AdapterException failure = status(status, error(message));
			assertThat(failure.code()).as(message).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED);
			assertThat(failure).isInstanceOf(ValidationException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "You may not do this with your API token", "Your token has no permission",
			"The rate limit of 100 tokens per minute was exceeded", "Input validation error" })
	void otherRefusalsAreNotAboutTheContext(String message) {
		assertThat(status(403, error(message)).code()).isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
		assertThat(status(400, error(message)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404 })
	void aModelThatIsNotAvailableIsItsOwnCode(int status) {
		AdapterException failure = status(status,
				"{\"error\":{\"message\":\"No such model\",\"code\":\"model_not_available\"}}");
		assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL);
		assertThat(((ValidationException) failure).field()).isEqualTo("model");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{'type':'dynamic_request_limited'}|REQUESTS", "{'type':'dynamic_token_limited'}|TOKENS",
					"{'error_type':'dynamic_token_limited'}|TOKENS",
					"{'type':'invalid_request_error','error_type':'dynamic_request_limited'}|REQUESTS",
					"{'message':'rejected due to request rate limiting. 60 RPM and 60000 TPM'}|REQUESTS",
					"{'message':'rejected due to token rate limiting'}|TOKENS", "{'type':'rate_limit'}|UNKNOWN",
					"{'type':'credit_limit','message':'rate limited'}|UNKNOWN" })
	void aRateLimitSaysWhichOne(String error, RateLimitException.Kind kind) {
		String body = "{\"error\":" + error.replace('\'', '"') + "}";
		assertThat(((RateLimitException) status(429, body)).kind()).isEqualTo(kind);
	}

	@Test
	void headersTellWhichLimitIsUsedUp() {
		assertThat(limited("x-ratelimit-remaining", "0", "x-ratelimit-remaining-tokens", "5").kind())
			.isEqualTo(RateLimitException.Kind.REQUESTS);
		assertThat(limited("x-ratelimit-remaining", "5", "x-ratelimit-remaining-tokens", "0").kind())
			.isEqualTo(RateLimitException.Kind.TOKENS);
		assertThat(limited("x-ratelimit-remaining", "0", "x-ratelimit-remaining-tokens", "0").kind())
			.isEqualTo(RateLimitException.Kind.UNKNOWN);
	}

	@Test
	void aRateLimitSaysHowLongToWait() {
		RateLimitException failure = limited("x-ratelimit-reset", "1.5");
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1500));
		assertThat(failure).hasMessageContaining("1.5 s");
		assertThat(limited("retry-after", "2")).hasMessageContaining("Wait 2 s");
		assertThat(limited().retryAfter()).isNull();
		assertThat(limited("x-ratelimit-limit", "1").rateLimits().requests().limit()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"{'error':{'message':'M','type':'t','param':'p','code':'c'},'id':'i'}|M t p c i",
			"{'error':{'message':{'message':'M','type':'t','param':'p','code':400},'type':null}}|M t p 400 null",
			"{'error':{'message':{'message':'M','code':400},'type':'outer','code':7}}|M outer null 7 null",
			"{'error':'M','error_type':'t'}|M t null null null", "{'message':'M','type':'t','code':5}|M t null 5 null",
			"{'detail':'M'}|M null null null null", "{'detail':[{'msg':'M'}]}|[{\"msg\":\"M\"}] null null null null",
			"{'error':{'message':['M']}}|[\"M\"] null null null null", "{'error':{'message':5}}|5 null null null null",
			"{'error':{'error':{'message':'M','code':5}},'id':'i'}|M null null 5 i",
			"{'error':'[object Object]'}|null null null null null",
			"{'error':{'type':'invalid_request_error','error_type':'t'}}|null t null null null" })
	void bodiesHaveManyShapes(String json, String expected) {
		ErrorBody body = ErrorBody.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
		assertThat(body.message() + " " + body.type() + " " + body.param() + " " + body.code() + " " + body.id())
			.isEqualTo(expected);
		assertThat(body.text()).isNotEmpty();
	}

	@Test
	void textsAreMessagesAndPagesAreNot() {
		assertThat(ErrorBody.read(" error code: 521 ".getBytes(StandardCharsets.UTF_8)).message())
			.isEqualTo("error code: 521");
		ErrorBody page = ErrorBody.read("<html/>".getBytes(StandardCharsets.UTF_8));
		assertThat(page.message()).isNull();
		assertThat(page.text()).isEqualTo("<html/>");
		assertThat(ErrorBody.read(new byte[0])).isEqualTo(ErrorBody.EMPTY);
		assertThat(ErrorBody.read(new byte[] { ' ', '\n' })).isEqualTo(ErrorBody.EMPTY);
	}

	@Test
	void whatIsKeptOfABodyIsBounded() {
		String large = "x".repeat(100_000);
		for (String body : List.of(large, "<" + large, error(large), "{\"error\":\"" + large + "\"}")) {
			AdapterException failure = status(500, body);
			assertThat(failure.body()).hasSizeLessThan(8 * 1024 + 2).endsWith("…");
			assertThat(failure.getMessage()).hasSizeLessThan(1_300);
		}
	}

	@Test
	void neitherKeyNorPromptIsInTheMessage() {
		for (String text : List.of("Invalid key " + KEY, "Cannot read '" + PROMPT + "'",
				"Cannot read 'mother's maiden name is Feathers'")) {
			AdapterException failure = status(400, error(text));
			assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("maiden");
			assertThat(failure.toString() + failure.details()).doesNotContain(KEY).doesNotContain("maiden");
			assertThat(failure.body()).doesNotContain(KEY);
			assertThat(failure.providerMessage()).doesNotContain(KEY);
		}
		assertThat(status(400, error("Invalid key " + KEY))).hasMessageContaining("Invalid key");
	}

	@Test
	void theRequestIdIsThatOfTheBodyElseOfTheHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("x-request-id", "header");
		assertThat(errors().ofStatus(attempt(), 500, headers, body("{\"id\":\"body\"}")).requestId()).isEqualTo("body");
		assertThat(errors().ofStatus(attempt(), 500, headers, body("{\"id\":\"\"}")).requestId()).isEqualTo("header");
		assertThat(errors().ofStatus(attempt(), 500, headers, body("")).requestId()).isEqualTo("header");
	}

	@Test
	void aRedirectIsNotFollowed() {
		AdapterException failure = status(307, "");
		assertThat(failure).isInstanceOf(NetworkException.class).hasMessageContaining("together.base-url");
		assertThat(failure.isRetryable()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{'type':'rate_limit'}|RATE_LIMIT_EXCEEDED",
					"{'type':'dynamic_token_limited'}|RATE_LIMIT_EXCEEDED", "{'code':429}|RATE_LIMIT_EXCEEDED",
					"{'type':'credit_limit','message':'above the rate limit'}|RATE_LIMIT_EXCEEDED",
					"{'type':'credit_limit'}|QUOTA_EXCEEDED", "{'type':'service_unavailable'}|PROVIDER_OVERLOADED",
					"{'message':'overloaded','type':'overloaded_error'}|PROVIDER_OVERLOADED",
					"{'code':'503'}|PROVIDER_OVERLOADED", "{'type':'timeout'}|PROVIDER_TIMEOUT",
					"{'type':'invalid_request_error','code':'invalid_api_key'}|INVALID_API_KEY",
					"{'type':'AuthenticationError'}|INVALID_API_KEY",
					"{'type':'PermissionDeniedError'}|INSUFFICIENT_PERMISSIONS",
					"{'type':'invalid_request_error','code':'model_not_available'}|UNSUPPORTED_MODEL",
					"{'type':'NotFoundError'}|INVALID_REQUEST", "{'type':'invalid_request_error'}|INVALID_REQUEST",
					"{'type':'BadRequestError','code':400}|INVALID_REQUEST", "{'type':'validation'}|INVALID_REQUEST",
					"{'message':'maximum context length'}|CONTEXT_LENGTH_EXCEEDED",
					"{'type':'server_error'}|PROVIDER_ERROR", "{'code':'600'}|PROVIDER_ERROR", "{}|PROVIDER_ERROR" })
	void anErrorInsideAGoodAnswerStandsForAStatus(String error, ErrorCode code) {
		AdapterException failure = errors().ofBody(attempt(), new HttpHeaders(),
				body("{\"error\":" + error.replace('\'', '"') + "}"));
		assertThat(failure.code()).isEqualTo(code);
		assertThat(failure.status()).isEqualTo(200);
		assertThat(failure).hasMessageContaining("inside HTTP 200");
	}

	@Test
	void secretsAreInNoFactThatMessagesAndLogsShow() {
		String leak = KEY + " " + PROMPT;
		HttpHeaders headers = new HttpHeaders();
		headers.add("x-debug", leak);
		headers.add("x-request-id", leak);
		ErrorBody body = body(Json
			.write(Map.of("id", leak, "error", Map.of("message", leak, "type", leak, "code", leak, "param", leak))));
		AdapterException failure = errors().ofStatus(attempt(), 400, headers, body);
		assertThat(List.of(failure.getMessage(), failure.providerType(), failure.providerCode(), failure.requestId(),
				((ValidationException) failure).field(), failure.headers().toString(), failure.details().toString()))
			.allSatisfy((text) -> assertThat(text).doesNotContain(KEY).doesNotContain("maiden"));
		assertThat(errors().ofStatus(attempt(), 500, headers, ErrorBody.EMPTY).requestId()).doesNotContain(KEY)
			.doesNotContain("maiden");
	}

	@Test
	void foreignTextsBeginNoLineAndSteerNoTerminal() {
		String evil = "a\r\n2026 ERROR root pwned \u001b[2J \u009b31m \u202e";
		Attempt attempt = new Attempt(BackendCall.of("default", BackendCall.Operation.CHAT, evil), 1,
				new Redaction(() -> KEY, List::of));
		ErrorBody body = body(Json
			.write(Map.of("id", evil, "error", Map.of("message", evil, "type", evil, "code", evil, "param", evil))));
		AdapterException failure = errors().ofStatus(attempt, 400, new HttpHeaders(), body);
		assertThat(List.of(failure.getMessage(), failure.providerType(), failure.providerCode(), failure.requestId(),
				((ValidationException) failure).field(), failure.details().toString()))
			.allSatisfy((text) -> assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{202e}]"));
	}

	/**
	 * Of a long text only the beginning is looked at: what is read of ten times as much
	 * is the same.
	 */
	@Test
	void whatStandsBehindTheBeginningOfALongMessageSaysNothing() {
		String filler = "exceed".repeat(10_000);
		assertThat(status(400, error(filler + " tokens too long")).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
		assertThat(status(400, error("Too many tokens. " + filler)).code())
			.isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED);
		assertThat(status(400, error("x".repeat(100_000))).providerMessage()).hasSizeLessThan(9_000);
	}

	private static RateLimitException limited(String... headers) {
		HttpHeaders all = new HttpHeaders();
		for (int i = 0; i < headers.length; i += 2) {
			all.add(headers[i], headers[i + 1]);
		}
		return (RateLimitException) errors().ofStatus(attempt(), 429, all, ErrorBody.EMPTY);
	}

	private static AdapterException status(int status, String body) {
		return errors().ofStatus(attempt(), status, new HttpHeaders(), body(body));
	}

	private static ErrorBody body(String body) {
		return ErrorBody.read(body.getBytes(StandardCharsets.UTF_8));
	}

	private static String error(String message) {
		return Json.write(Map.of("error", Map.of("message", message)));
	}

	private static Attempt attempt() {
		return new Attempt(BackendCall.of("default", BackendCall.Operation.CHAT, "some/model"), 1,
				new Redaction(() -> KEY, () -> List.of(PROMPT)));
	}

	private static TogetherErrors errors() {
		return new TogetherErrors(new RateLimitHeaders(Clock.systemUTC()));
	}

}
