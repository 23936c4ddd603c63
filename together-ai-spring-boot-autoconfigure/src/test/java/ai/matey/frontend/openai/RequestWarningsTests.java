package ai.matey.frontend.openai;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRWarning.Category;
import ai.matey.ir.IRWarning;

import static org.assertj.core.api.Assertions.assertThat;

class RequestWarningsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					'service_tier':'flex'                        | service_tier                     | PARAMETER_UNSUPPORTED
					'store':true                                 | store                            | PARAMETER_UNSUPPORTED
					'metadata':{'a':'b'}                         | metadata                         | PARAMETER_UNSUPPORTED
					'prediction':{'type':'content'}              | prediction                       | PARAMETER_UNSUPPORTED
					'modalities':['text','audio']                | modalities                       | PARAMETER_UNSUPPORTED
					'stream_options':{'new':1}                   | stream_options.new               | PARAMETER_UNSUPPORTED
					'max_completion_tokens':5                    | max_completion_tokens            | PARAMETER_NORMALIZED
					'safety_identifier':'u'                      | safety_identifier                | PARAMETER_NORMALIZED
					'reasoning':{'effort':'low'}                 | reasoning.effort                 | PARAMETER_NORMALIZED
					'reasoning':{'enabled':true,'max_tokens':3}  | reasoning.max_tokens             | PARAMETER_UNSUPPORTED
					'logprobs':2,'top_logprobs':3                | top_logprobs                     | PARAMETER_UNSUPPORTED
					'tool_choice':'auto','function_call':'none'  | function_call                    | PARAMETER_UNSUPPORTED
					'response_format':{'type':'text','x':1}      | response_format.x                | PARAMETER_UNSUPPORTED
					'response_format':{'type':'text','schema':{'type':'object'}} | response_format.schema | PARAMETER_UNSUPPORTED
					'response_format':{'type':'text','json_schema':{'name':'n'}} | response_format.json_schema | PARAMETER_UNSUPPORTED
					'response_format':{'type':'text','pattern':'a'} | response_format.pattern       | PARAMETER_UNSUPPORTED
					'response_format':{'type':'regex','pattern':'a','schema':{}} | response_format.schema | PARAMETER_UNSUPPORTED
					'response_format':{'type':'regex','pattern':'a','json_schema':{}} | response_format.json_schema | PARAMETER_UNSUPPORTED
					'response_format':{'type':'json_object','pattern':'a'} | response_format.pattern | PARAMETER_UNSUPPORTED
					'response_format':{'type':'json_object','schema':{'type':'object'}} | response_format.schema | PARAMETER_NORMALIZED
					'response_format':{'type':'json_object','json_schema':{'name':'n'}} | response_format.type | PARAMETER_NORMALIZED
					'response_format':{'type':'json_schema','json_schema':{'name':'n'},'schema':{'type':'object'}} | response_format.schema | PARAMETER_UNSUPPORTED
					'response_format':{'type':'json_schema','json_schema':{'name':'n'},'pattern':'a'} | response_format.pattern | PARAMETER_UNSUPPORTED
					'tools':[{'type':'function','function':{'name':'f','x':1}}] | tools[0].function.x | PARAMETER_UNSUPPORTED
					""")
	void fieldThatChangesOrStaysBehindLeavesAWarning(String fields, String field, Category category) {
		IRChatRequest request = Requests.with(fields);
		assertThat(request.metadata().warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.field()).isEqualTo(field);
			assertThat(warning.category()).isEqualTo(category);
			assertThat(warning.message()).contains(field);
			assertThat(warning.source()).isEqualTo("openai-frontend");
		});
		assertThat(request.parameters().custom()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'service_tier':'auto'", "'store':false", "'metadata':{}", "'parallel_tool_calls':true",
			"'parallel_tool_calls':false", "'modalities':['text']", "'prediction':null",
			"'stream_options':{'include_usage':true}", "'stream_options':{'include_obfuscation':false}",
			"'stream_options':{'x':null}", "'stream':true" })
	void fieldThatAsksForWhatHappensAnywayLeavesNone(String fields) {
		IRChatRequest request = Requests.with(fields);
		assertThat(request.metadata().warnings()).isEmpty();
		assertThat(request.parameters().custom()).isEmpty();
	}

	@Test
	void valuesGoWhereTheWarningSays() {
		assertThat(Requests.with("'max_completion_tokens':5").parameters().maxTokens()).isEqualTo(5);
		assertThat(Requests.with("'safety_identifier':'u'").parameters().user()).isEqualTo("u");
		assertThat(Requests.with("'reasoning':{'effort':'low'}").parameters().reasoningEffort()).isEqualTo("low");
		assertThat(Requests.with("'metadata':{'tenant':'t'}").metadata().custom()).containsKey("metadata");
	}

	@Test
	void newerLimitWins() {
		IRChatRequest request = Requests.with("'max_tokens':1,'max_completion_tokens':5");
		assertThat(request.parameters().maxTokens()).isEqualTo(5);
		assertThat(request.metadata().warnings()).extracting(IRWarning::field)
			.containsExactly("max_completion_tokens", "max_tokens");
	}

	@Test
	void developerIsSystem() {
		IRChatRequest request = Requests.toIR("{'messages':[{'role':'developer','content':'D'}]}");
		assertThat(request.messages().get(0).role()).isEqualTo(IRRole.SYSTEM);
		assertThat(request.metadata().warnings()).singleElement()
			.extracting(IRWarning::field)
			.isEqualTo("messages[0].role");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					{'role':'user','content':[{'type':'image_url','image_url':{'url':'u','detail':'high'}}]} | .content[0].image_url.detail
					{'role':'user','content':[{'type':'image_url','image_url':{'url':'u','max':1}}]} | .content[0].image_url.max
					{'role':'user','content':[{'type':'text','text':'t','cache_control':{'type':'e'}}]} | .content[0].cache_control
					{'role':'user','content':'t','x':1} | .x
					{'role':'user','content':'t','tool_call_id':'c'} | .tool_call_id
					{'role':'user','content':'t','reasoning':'r'} | .reasoning
					{'role':'assistant','content':'t','refusal':'no'} | .refusal
					{'role':'assistant','content':'t','reasoning':'a','reasoning_content':'b'} | .reasoning_content
					{'role':'assistant','content':'t','audio':{'id':'a'}} | .audio
					""")
	void partOfAMessageThatStaysBehindLeavesAWarning(String message, String field) {
		assertThat(Requests.toIR("{'messages':[" + message + "]}").metadata().warnings()).singleElement()
			.extracting(IRWarning::field)
			.isEqualTo("messages[0]" + field);
	}

	@Test
	void answerOfOpenAICanBeReplayedWithoutWarnings() {
		assertThat(Requests
			.toIR("{'messages':[{'role':'assistant','content':'t','refusal':null,'audio':null,'annotations':[],"
					+ "'function_call':null,'tool_calls':null}]}")
			.metadata()
			.warnings()).isEmpty();
	}

	@Test
	void refusalIsSentAsText() {
		assertThat(Requests.message("{'role':'assistant','content':[{'type':'refusal','refusal':'no'}]}").text())
			.isEqualTo("no");
		assertThat(Requests.message("{'role':'assistant','content':null,'refusal':'no'}").text()).isEqualTo("no");
	}

}
