package ai.matey.frontend.openai;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ChatContent;
import ai.matey.frontend.openai.format.ChatMessage;
import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.VideoContent;

import static org.assertj.core.api.Assertions.assertThat;

class RequestMappingTests {

	@Test
	void theAdapterTranslatesWhatItClaims() {
		IRChatRequest request = Requests.toIR("""
				{'model':'m','tools':[{'type':'function','function':{'name':'f'}}],
				'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'type':'object'}}},
				'messages':[{'role':'user','content':[
					{'type':'image_url','image_url':{'url':'https://example.com/x'}},
					{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}},
					{'type':'video_url','video_url':{'url':'https://example.com/x'}},
					{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]}""");
		List<Class<?>> content = request.messages().get(0).content().stream().<Class<?>>map(Object::getClass).toList();
		boolean streams = Boolean.TRUE.equals(new OpenAIFrontendAdapter()
			.fromIRStream(Flux.just(new IRStreamChunk.Content(0, "Hi", null)), Requests.read("{'messages':[]}"))
			.hasElements()
			.block(Duration.ofSeconds(20)));
		assertThat(new OpenAIFrontendAdapter().metadata().capabilities()).isEqualTo(new AdapterCapabilities(streams,
				!request.tools().isEmpty(), content.contains(ImageContent.class), content.contains(AudioContent.class),
				content.contains(VideoContent.class), content.contains(DocumentContent.class),
				request.responseFormat() instanceof IRResponseFormat.JsonSchema, false));
	}

	@Test
	void plainRequest() {
		IRChatRequest request = Requests.toIR(
				"{'model':'org/m','messages':[{'role':'system','content':'S'},{'role':'user','content':'U','name':'ann'},"
						+ "{'role':'assistant','content':'A'}]}");
		assertThat(request.model()).isEqualTo("org/m");
		assertThat(request.messages()).containsExactly(IRMessage.system("S"),
				new IRMessage(IRRole.USER, List.of(new TextContent("U")), "ann"), IRMessage.assistant("A"));
		assertThat(request.parameters()).isEqualTo(IRParameters.builder().model("org/m").build());
		assertThat(request.tools()).isEmpty();
		assertThat(request.toolChoice()).isNull();
		assertThat(request.responseFormat()).isNull();
		assertThat(request.metadata().warnings()).isEmpty();
		assertThat(request.metadata().provenance().frontend()).isEqualTo("openai-frontend");
	}

	@Test
	void builderAndJsonGiveTheSame() {
		ChatCompletionRequest built = ChatCompletionRequest.builder()
			.model("m")
			.system("S")
			.user("U")
			.maxTokens(5)
			.stop(List.of("x"))
			.additional("new_field", 1)
			.build();
		assertThat(built).isEqualTo(Requests.read("{'model':'m','messages':[{'role':'system','content':'S'},"
				+ "{'role':'user','content':'U'}],'max_tokens':5,'stop':'x','new_field':1}"));
		assertThat(built.mutate().build()).isEqualTo(built);
		assertThat(Requests.JSON.readValue(Requests.JSON.writeValueAsString(built), ChatCompletionRequest.class))
			.isEqualTo(built);
	}

	@Test
	void systemMessagesStandFirst() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.user("U")
			.message(new ChatMessage("developer", ChatContent.of("late"), null, null, null, null, null, null, null,
					Map.of()))
			.system("S1")
			.system("S2")
			.build();
		assertThat(request.messages()).extracting(ChatMessage::role)
			.containsExactly("system", "system", "user", "developer");
		assertThat(request.messages()).extracting((message) -> message.content().text())
			.containsExactly("S1", "S2", "U", "late");
	}

	@Test
	void missingOrBlankModelIsLeftToTheBackend() {
		assertThat(Requests.toIR("{'messages':[{'role':'user','content':''}]}").model()).isNull();
		assertThat(Requests.toIR("{'model':' ','messages':[{'role':'user','content':''}]}").model()).isNull();
	}

	@Test
	void everyParameter() {
		IRParameters parameters = Requests.with("'max_tokens':1,'temperature':0.5,'top_p':0.9,'top_k':40,'min_p':0.1,"
				+ "'frequency_penalty':1,'presence_penalty':-1,'repetition_penalty':1.1,'stop':['a','b'],"
				+ "'logit_bias':{'50256':-100},'seed':7,'n':2,'logprobs':3,'echo':true,'reasoning':{'enabled':false},"
				+ "'reasoning_effort':'low','context_length_exceeded_behavior':'truncate',"
				+ "'chat_template_kwargs':{'thinking':false,'x':null},'safety_model':'guard','user':'u1',"
				+ "'compliance':'hipaa','brand_new':{'a':[1,null]},'nothing':null")
			.parameters();
		IRParameters expected = IRParameters.builder()
			.model("m")
			.maxTokens(1)
			.temperature(0.5)
			.topP(0.9)
			.topK(40)
			.minP(0.1)
			.frequencyPenalty(1.0)
			.presencePenalty(-1.0)
			.repetitionPenalty(1.1)
			.stopSequences(List.of("a", "b"))
			.logitBias(Map.of("50256", -100.0))
			.seed(7L)
			.n(2)
			.logprobs(3)
			.echo(true)
			.reasoning(false)
			.reasoningEffort("low")
			.contextLengthExceededBehavior("truncate")
			.chatTemplateKwargs(withNull("thinking", false, "x"))
			.safetyModel("guard")
			.user("u1")
			.custom("compliance", "hipaa")
			.custom("brand_new", Map.of("a", Arrays.asList(1, null)))
			.build();
		assertThat(parameters).isEqualTo(expected);
	}

	@Test
	void logprobsOfBothKinds() {
		assertThat(Requests.with("'logprobs':true").parameters().logprobs()).isEqualTo(0);
		assertThat(Requests.with("'logprobs':true,'top_logprobs':5").parameters().logprobs()).isEqualTo(5);
		assertThat(Requests.with("'logprobs':false").parameters().logprobs()).isNull();
		assertThat(Requests.with("'logprobs':false,'top_logprobs':0").parameters().logprobs()).isNull();
		assertThat(Requests.with("'logprobs':0").parameters().logprobs()).isEqualTo(0);
	}

	@Test
	void stopIsAStringOrAnArray() {
		assertThat(Requests.with("'stop':'END'").parameters().stopSequences()).containsExactly("END");
		assertThat(Requests.with("'stop':[]").parameters().stopSequences()).isEmpty();
		assertThat(Requests.with("'stop':null").parameters().stopSequences()).isEmpty();
	}

	@Test
	void contentParts() {
		IRMessage message = Requests.message("{'role':'user','content':[{'type':'text','text':'look'},"
				+ "{'type':'image_url','image_url':{'url':'https://i','detail':'auto'}},"
				+ "{'type':'image_url','image_url':'data:image/png;base64,AA'},"
				+ "{'type':'video_url','video_url':{'url':'https://v'}},"
				+ "{'type':'audio_url','audio_url':{'url':'https://a'}},"
				+ "{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}},"
				+ "{'type':'input_audio','input_audio':{'data':'AA==','format':'mp3'}},"
				+ "{'type':'file','file':{'file_data':'data:application/pdf;base64,AA','filename':'f'}},"
				+ "{'type':'file','file':{'file_data':'AA','filename':'f.PDF'}}]}");
		assertThat(message.content()).containsExactly(new TextContent("look"),
				new ImageContent(MediaSource.url("https://i")),
				new ImageContent(MediaSource.url("data:image/png;base64,AA")),
				new VideoContent(MediaSource.url("https://v")), new AudioContent(MediaSource.url("https://a")),
				new AudioContent(MediaSource.base64("audio/wav", "AA==")),
				new AudioContent(MediaSource.base64("audio/mpeg", "AA==")),
				new DocumentContent(MediaSource.url("data:application/pdf;base64,AA"), "f"),
				new DocumentContent(MediaSource.base64("application/pdf", "AA"), "f.PDF"));
	}

	@Test
	void assistantWithToolCallsAndReasoning() {
		IRMessage message = Requests.message("{'role':'assistant','content':null,'reasoning':'hm','tool_calls':["
				+ "{'index':0,'id':'c1','type':'function','function':{'name':'f','arguments':'{ \\'a\\' : 1 }'}},"
				+ "{'id':'c2','function':{'name':'g','arguments':''}},"
				+ "{'id':'c3','function':{'name':'h','arguments':'{\\'a\\':'}},"
				+ "{'id':'c4','function':{'name':'h','arguments':'[1]'}}]}".replace("\\'", "\\\""));
		assertThat(message.reasoning()).isEqualTo("hm");
		assertThat(message.content().get(0)).isEqualTo(new ReasoningContent("hm"));
		List<ToolUseContent> calls = message.toolCalls();
		assertThat(calls).hasSize(4);
		assertThat(calls.get(0)).isEqualTo(new ToolUseContent("c1", "f", Map.of("a", 1), "{ \"a\" : 1 }", null));
		assertThat(calls.get(1)).isEqualTo(new ToolUseContent("c2", "g", Map.of(), "", null));
		assertThat(calls.get(2).arguments()).isEqualTo("{\"a\":");
		assertThat(calls.get(2).input()).isEmpty();
		assertThat(calls.get(2).problem()).contains("not valid JSON", "line 1");
		assertThat(calls.get(3).problem()).contains("not an object");
	}

	@Test
	void reasoningUnderItsOtherName() {
		assertThat(Requests.message("{'role':'assistant','content':'A','reasoning_content':'hm'}").content())
			.containsExactly(new ReasoningContent("hm"), new TextContent("A"));
	}

	@Test
	void emptyAssistantMessageIsKept() {
		assertThat(Requests.message("{'role':'assistant'}")).isEqualTo(new IRMessage(IRRole.ASSISTANT, List.of()));
	}

	@Test
	void toolResults() {
		assertThat(Requests.message("{'role':'tool','tool_call_id':'c1','content':'42'}"))
			.isEqualTo(IRMessage.tool("c1", "42"));
		assertThat(Requests.message("{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'4'},"
				+ "{'type':'text','text':'2'}]}"))
			.isEqualTo(IRMessage.tool("c1", "4\n2"));
	}

	@Test
	void deprecatedFunctions() {
		IRChatRequest request = Requests.toIR("{'functions':[{'name':'f','parameters':{'type':'object'}}],"
				+ "'function_call':{'name':'f'},'messages':[{'role':'user','content':'U'},"
				+ "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
				+ "{'role':'function','name':'f','content':'42'}]}");
		assertThat(request.tools()).containsExactly(new IRTool("f", null, Map.of("type", "object"), null));
		assertThat(request.toolChoice()).isEqualTo(IRToolChoice.named("f"));
		ToolUseContent call = request.messages().get(1).toolCalls().get(0);
		assertThat(call.name()).isEqualTo("f");
		assertThat(request.messages().get(2).content()).containsExactly(new ToolResultContent(call.id(), "42", false));
		assertThat(request.metadata().warnings()).extracting("field")
			.containsExactlyInAnyOrder("messages[1].function_call", "messages[2].role", "functions", "function_call");
	}

	@Test
	void toolsAndChoice() {
		IRChatRequest request = Requests.with("'tools':[{'type':'function','function':{'name':'f','description':'d',"
				+ "'parameters':{'type':'object','x':null},'strict':true}}],'tool_choice':'required'");
		assertThat(request.tools()).containsExactly(new IRTool("f", "d", withNull("type", "object", "x"), true));
		assertThat(request.toolChoice()).isEqualTo(IRToolChoice.required());
		assertThat(Requests.with("'tool_choice':'auto'").toolChoice()).isEqualTo(IRToolChoice.auto());
		assertThat(Requests.with("'tool_choice':'none'").toolChoice()).isEqualTo(IRToolChoice.none());
		assertThat(Requests.with("'tool_choice':{'type':'function','function':{'name':'f'}}").toolChoice())
			.isEqualTo(IRToolChoice.named("f"));
		assertThat(Requests.with("'function_call':'auto'").toolChoice()).isEqualTo(IRToolChoice.auto());
	}

	@Test
	void responseFormats() {
		assertThat(Requests.with("'response_format':{'type':'text'}").responseFormat())
			.isEqualTo(new IRResponseFormat.Text());
		assertThat(Requests.with("'response_format':{'type':'json_object'}").responseFormat())
			.isEqualTo(new IRResponseFormat.JsonObject());
		assertThat(Requests.with("'response_format':{'type':'regex','pattern':'a|b'}").responseFormat())
			.isEqualTo(new IRResponseFormat.Regex("a|b"));
		assertThat(Requests
			.with("'response_format':{'type':'json_schema','json_schema':{'name':'n','description':'d',"
					+ "'schema':{'type':'object'},'strict':true}}")
			.responseFormat()).isEqualTo(new IRResponseFormat.JsonSchema("n", "d", Map.of("type", "object"), true));
		IRChatRequest flat = Requests.with("'response_format':{'type':'json_schema','schema':{'type':'object'}}");
		assertThat(flat.responseFormat())
			.isEqualTo(new IRResponseFormat.JsonSchema("response", Map.of("type", "object")));
		assertThat(flat.metadata().warnings()).hasSize(1);
	}

	@Test
	void schemaCountsWhereverItStands() {
		Map<String, Object> schema = Map.of("type", "object");
		assertThat(
				Requests.with("'response_format':{'type':'json_object','schema':{'type':'object'}}").responseFormat())
			.isEqualTo(new IRResponseFormat.JsonSchema("response", schema));
		assertThat(Requests
			.with("'response_format':{'type':'json_object','json_schema':{'name':'n','schema':{'type':'object'}}}")
			.responseFormat()).isEqualTo(new IRResponseFormat.JsonSchema("n", schema));
	}

	@Test
	void parallelToolCallsArePassedOnWithTools() {
		String tool = "'tools':[{'type':'function','function':{'name':'f'}}],";
		for (boolean value : new boolean[] { true, false }) {
			IRChatRequest request = Requests.with(tool + "'parallel_tool_calls':" + value);
			assertThat(request.parameters().custom()).isEqualTo(Map.of("parallel_tool_calls", value));
			assertThat(request.metadata().warnings()).isEmpty();
		}
		assertThat(Requests.with("'functions':[{'name':'f'}],'parallel_tool_calls':false").parameters().custom())
			.containsKey("parallel_tool_calls");
	}

	@Test
	void wholeNumbersAreKeptWhateverTheirSizeOrNotation() {
		assertThat(Requests.with("'seed':15924764223251450000").parameters().seed())
			.isEqualTo(new BigInteger("15924764223251450000"));
		assertThat(Requests.with("'seed':-1").parameters().seed()).isEqualTo(BigInteger.ONE.negate());
		assertThat(Requests.with("'max_tokens':100.0").parameters().maxTokens()).isEqualTo(100);
		assertThat(Requests.with("'n':2.0e0").parameters().n()).isEqualTo(2);
	}

	private static Map<String, Object> withNull(String key, Object value, String nullKey) {
		Map<String, Object> map = new HashMap<>();
		map.put(key, value);
		map.put(nullKey, null);
		return Collections.unmodifiableMap(map);
	}

}
