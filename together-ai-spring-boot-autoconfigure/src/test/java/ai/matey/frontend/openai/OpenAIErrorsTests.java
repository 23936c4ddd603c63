package ai.matey.frontend.openai;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.frontend.openai.format.OpenAIError;
import ai.matey.ir.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OpenAIErrorsTests {

	@ParameterizedTest
	@CsvSource({ "INVALID_API_KEY,401,invalid_request_error,invalid_api_key",
			"MISSING_API_KEY,401,invalid_request_error,missing_api_key",
			"API_KEY_UNAVAILABLE,503,server_error,api_key_unavailable",
			"QUOTA_EXCEEDED,402,insufficient_quota,insufficient_quota",
			"INSUFFICIENT_PERMISSIONS,403,permission_error,insufficient_permissions",
			"RATE_LIMIT_EXCEEDED,429,rate_limit_error,rate_limit_exceeded",
			"INVALID_REQUEST,400,invalid_request_error,", "UNSUPPORTED_MODEL,404,invalid_request_error,model_not_found",
			"UNSUPPORTED_FEATURE,400,invalid_request_error,unsupported_feature",
			"CONTEXT_LENGTH_EXCEEDED,400,invalid_request_error,context_length_exceeded",
			"PROVIDER_ERROR,502,server_error,", "PROVIDER_TIMEOUT,504,server_error,provider_timeout",
			"PROVIDER_OVERLOADED,503,server_error,provider_overloaded",
			"ADAPTER_CONVERSION_ERROR,502,server_error,adapter_conversion_error",
			"NETWORK_ERROR,502,server_error,network_error", "CONNECTION_TIMEOUT,504,server_error,connection_timeout",
			"DNS_RESOLUTION_FAILED,502,server_error,dns_resolution_failed",
			"STREAM_INTERRUPTED,502,server_error,stream_interrupted",
			"STREAM_PARSE_ERROR,502,server_error,stream_parse_error" })
	void withoutAnswerOfTheProvider(ErrorCode code, int status, String type, String wireCode) {
		for (Integer answered : new Integer[] { null, 200 }) {
			OpenAIErrorResponse response = OpenAIErrors.of(failure(code, details(answered, null, null)));
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.retryAfter()).isNull();
			assertThat(response.body()).isEqualTo(OpenAIError.of("What happened", type, null, wireCode));
		}
	}

	@ParameterizedTest
	@CsvSource({ "400", "401", "402", "403", "404", "413", "422", "429", "500", "503", "521", "529" })
	void statusOfTheProviderIsKept(int status) {
		assertThat(OpenAIErrors.of(failure(ErrorCode.INVALID_REQUEST, details(status, null, null))).status())
			.isEqualTo(status);
	}

	@Test
	void wordsOfTheProviderAreKept() {
		OpenAIError.Detail error = OpenAIErrors
			.of(failure(ErrorCode.UNSUPPORTED_MODEL, details(400, "invalid_request_error", "model_not_available")))
			.body()
			.error();
		assertThat(error.type()).isEqualTo("invalid_request_error");
		assertThat(error.code()).isEqualTo("model_not_available");
		error = OpenAIErrors.of(failure(ErrorCode.UNSUPPORTED_MODEL, details(400, "a prompt?", "so it is")))
			.body()
			.error();
		assertThat(error.type()).isEqualTo("invalid_request_error");
		assertThat(error.code()).isEqualTo("model_not_found");
	}

	@Test
	void bodyHasAllFieldsAndNothingElse() {
		OpenAIErrorResponse response = OpenAIErrors.of(new ValidationException(ErrorCode.INVALID_REQUEST, "messages",
				"messages is empty", details(null, null, null), new IllegalStateException("SECRET")));
		assertThat(Requests.JSON.writeValueAsString(response.body()))
			.isEqualTo("{\"error\":{\"message\":\"messages is empty\",\"type\":\"invalid_request_error\","
					+ "\"param\":\"messages\",\"code\":null}}");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S,0", "PT0.001S,1", "PT1S,1", "PT1.5S,2", "PT2M,120", "PT-1S,0" })
	void retryAfterIsRoundedUp(Duration wait, long seconds) {
		RateLimitException exception = new RateLimitException(RateLimitException.Kind.REQUESTS, wait, "Too many",
				details(429, null, null), null);
		assertThat(OpenAIErrors.of(exception).retryAfter()).isEqualTo(seconds);
	}

	@Test
	void retryAfterOfRateLimits() {
		RateLimits limits = new RateLimits(null, null, null, Duration.ofSeconds(3));
		ErrorDetails details = new ErrorDetails("p", "m", 503, null, null, null, null, limits, Map.of(), null, 1);
		assertThat(OpenAIErrors.of(new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "Busy", details, null))
			.retryAfter()).isEqualTo(3);
	}

	@Test
	void otherExceptionsTellNothing() {
		OpenAIErrorResponse response = OpenAIErrors.of(new IllegalStateException("SECRET"));
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.toString()).doesNotContain("SECRET");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
			{'messages':[{'role':'user','content':5}]} | messages[0].content
			{'messages':[{'role':'user','content':[{'type':'text','text':['SECRET']}]}]} | messages[0].content[0].text
			{'max_tokens':'SECRET'} | max_tokens
			{'messages':'SECRET'} | messages
			""")
	void wrongTypeNamesTheField(String json, String field) {
		JacksonException ex = catchThrowableOfType(JacksonException.class, () -> Requests.read(json));
		OpenAIErrorResponse response = OpenAIErrors.unreadable(new IllegalArgumentException(ex));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body().error().param()).isEqualTo(field);
		assertThat(response.body().error().message()).startsWith(field + " has the wrong type or value (line 1")
			.doesNotContain("SECRET");
	}

	@Test
	void numberThatIsTooLargeForItsFieldIsNotCalledBrokenJson() {
		JacksonException ex = catchThrowableOfType(JacksonException.class, () -> Requests.read(
				"{'messages':[{'role':'assistant','tool_calls':[{'index':2147483648,'id':'c','function':{'name':'f'}}]}]}"));
		OpenAIErrorResponse response = OpenAIErrors.unreadable(ex);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body().error().message()).contains("out of range", "line 1");
	}

	@Test
	void brokenJson() {
		for (String json : List.of("", "{'model':SECRET}", "['SECRET']", "{'model':'m'")) {
			JacksonException ex = catchThrowableOfType(JacksonException.class, () -> Requests.read(json));
			OpenAIErrorResponse response = OpenAIErrors.unreadable(ex);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body().error().message()).contains("not a valid JSON object").doesNotContain("SECRET");
		}
		assertThat(OpenAIErrors.unreadable(new IllegalStateException("SECRET")).body().error().message())
			.isEqualTo("The request body cannot be read");
	}

	private static AdapterException failure(ErrorCode code, ErrorDetails details) {
		return new AdapterException(code, false, "What happened", details, null) {
		};
	}

	private static ErrorDetails details(Integer status, String type, String code) {
		return new ErrorDetails("p", "m", status, "SECRET", type, code, "id", null, Map.of(), "SECRET", 1);
	}

}
