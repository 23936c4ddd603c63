package ai.matey.frontend.openai;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RequestValidationTests {

	@ParameterizedTest
	@ValueSource(strings = { "model", "user", "safety_model", "safety_identifier" })
	void namesThatAreTooLong(String field) {
		String json = "{'messages':[{'role':'user','content':'Hi'}],'" + field + "':'" + "x".repeat(8_000_000) + "'}";
		ValidationException failure = catchThrowableOfType(ValidationException.class, () -> Requests.toIR(json));
		assertThat(failure.field()).isEqualTo(field);
		assertThat(failure).hasMessageContaining("256");
		assertThat(failure.getMessage()).hasSizeLessThan(500);
		assertThat(failure.details().toString()).hasSizeLessThan(500);
		assertThat(Requests.toIR(json.replace("x".repeat(8_000_000), "x".repeat(256)))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					{} | messages | INVALID_REQUEST
					{'messages':null} | messages | INVALID_REQUEST
					{'messages':[]} | messages | INVALID_REQUEST
					{'messages':[null]} | messages[0] | INVALID_REQUEST
					{'messages':[{'content':'SECRET'}]} | messages[0].role | INVALID_REQUEST
					{'messages':[{'role':'SECRET text','content':'SECRET'}]} | messages[0].role | INVALID_REQUEST
					{'messages':[{'role':'user'}]} | messages[0].content | INVALID_REQUEST
					{'messages':[{'role':'user','content':{}}]} | messages[0].content | INVALID_REQUEST
					{'messages':[{'role':'user','content':[]}]} | messages[0].content | INVALID_REQUEST
					{'messages':[{'role':'user','content':[null]}]} | messages[0].content[0] | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'text':'SECRET'}]}]} | messages[0].content[0].type | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'SECRET!'}]}]} | messages[0].content[0].type | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'text'}]}]} | messages[0].content[0].text | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'image_url'}]}]} | messages[0].content[0].image_url | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]} | messages[0].content[0].image_url.url | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'SECRET'}}]}]} | messages[0].content[0].input_audio.format | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'file','file':{}}]}]} | messages[0].content[0].file.file_data | INVALID_REQUEST
					{'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'SECRET'}}]}]} | messages[0].content[0].file.file_id | UNSUPPORTED_FEATURE
					{'messages':[{'role':'user','content':'SECRET'},{'role':'tool','content':'SECRET'}]} | messages[1].tool_call_id | INVALID_REQUEST
					{'messages':[{'role':'tool','tool_call_id':'c'}]} | messages[0].content | INVALID_REQUEST
					{'messages':[{'role':'tool','tool_call_id':'c','content':[{'type':'image_url','image_url':{'url':'SECRET'}}]}]} | messages[0].content[0].type | UNSUPPORTED_FEATURE
					{'messages':[{'role':'function','name':'f','content':'SECRET'}]} | messages[0].name | INVALID_REQUEST
					{'messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f'}}]}]} | messages[0].tool_calls[0].id | INVALID_REQUEST
					{'messages':[{'role':'assistant','tool_calls':[{'id':'c'}]}]} | messages[0].tool_calls[0].function | INVALID_REQUEST
					{'messages':[{'role':'assistant','tool_calls':[{'id':'c','function':{}}]}]} | messages[0].tool_calls[0].function.name | INVALID_REQUEST
					{'messages':[{'role':'assistant','tool_calls':[{'id':'c','type':'custom'}]}]} | messages[0].tool_calls[0].type | UNSUPPORTED_FEATURE
					""")
	void messages(String json, String field, ErrorCode code) {
		assertRefused(json, field, code);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					'logprobs':'SECRET' | logprobs | INVALID_REQUEST
					'logprobs':2.5 | logprobs | INVALID_REQUEST
					'max_tokens':100.7 | max_tokens | INVALID_REQUEST
					'max_tokens':2147483648 | max_tokens | INVALID_REQUEST
					'max_tokens':1e999 | max_tokens | INVALID_REQUEST
					'max_completion_tokens':0.5 | max_completion_tokens | INVALID_REQUEST
					'n':1.9 | n | INVALID_REQUEST
					'n':-9223372036854775809 | n | INVALID_REQUEST
					'top_k':4294967297 | top_k | INVALID_REQUEST
					'seed':1.5 | seed | INVALID_REQUEST
					'seed':1e300 | seed | INVALID_REQUEST
					'logprobs':true,'top_logprobs':4294967296 | top_logprobs | INVALID_REQUEST
					'top_logprobs':3 | top_logprobs | INVALID_REQUEST
					'stop':[null] | stop[0] | INVALID_REQUEST
					'logit_bias':{'1':null} | logit_bias.1 | INVALID_REQUEST
					'tool_choice':'SECRET text' | tool_choice | INVALID_REQUEST
					'tool_choice':{'type':'function'} | tool_choice | INVALID_REQUEST
					'tool_choice':{'type':'allowed_tools'} | tool_choice.type | UNSUPPORTED_FEATURE
					'function_call':{} | function_call | INVALID_REQUEST
					'tools':[null] | tools[0] | INVALID_REQUEST
					'tools':[{'type':'function'}] | tools[0].function | INVALID_REQUEST
					'tools':[{'type':'function','function':{'description':'SECRET'}}] | tools[0].function.name | INVALID_REQUEST
					'tools':[{'type':'web_search'}] | tools[0].type | UNSUPPORTED_FEATURE
					'functions':[{}] | functions[0].name | INVALID_REQUEST
					'response_format':{} | response_format.type | INVALID_REQUEST
					'response_format':{'type':'xml'} | response_format.type | INVALID_REQUEST
					'response_format':{'type':'json_schema'} | response_format.json_schema | INVALID_REQUEST
					'response_format':{'type':'json_schema','json_schema':{}} | response_format.json_schema.name | INVALID_REQUEST
					'response_format':{'type':'regex'} | response_format.pattern | INVALID_REQUEST
					""")
	void otherFields(String fields, String field, ErrorCode code) {
		assertRefused("{'model':'m','messages':[{'role':'user','content':'SECRET'}]," + fields + "}", field, code);
	}

	@Test
	void messageHelps() {
		ValidationException ex = catchThrowableOfType(ValidationException.class,
				() -> Requests.toIR("{'model':'m','messages':[{'role':'robot','content':'Hi'}]}"));
		assertThat(ex).hasMessage("messages[0].role is robot: use system, developer, user, assistant or tool");
		assertThat(ex.details().model()).isEqualTo("m");
		assertThat(ex.details().provider()).isEqualTo("openai-format");
	}

	private void assertRefused(String json, String field, ErrorCode code) {
		ValidationException ex = catchThrowableOfType(ValidationException.class, () -> Requests.toIR(json));
		assertThat(ex).isNotNull();
		assertThat(ex.field()).isEqualTo(field);
		assertThat(ex.code()).isEqualTo(code);
		assertThat(ex.isRetryable()).isFalse();
		assertThat(ex.getMessage()).contains(field).doesNotContain("SECRET");
	}

}
