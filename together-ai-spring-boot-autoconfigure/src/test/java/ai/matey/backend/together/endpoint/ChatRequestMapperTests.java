package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import ai.matey.backend.together.wire.Json;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.VideoContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is sent for a request. Each body is also held against the vendor's document.
 */
class ChatRequestMapperTests {

	/**
	 * Accepted by the service but not in its document: a tool choice by name (recorded by
	 * anomalyco/opencode in April 2026; the document asks for a whole call) and regular
	 * expressions (docs.together.ai, "Structured outputs").
	 */
	private static final List<String> NOT_IN_THE_DOCUMENT = List.of("a named tool", "a regular expression");

	private static final MediaSource URL = MediaSource.url("https://example.com/x");

	static Stream<Arguments> requests() {
		return Stream.of(arguments("only what is set", request(), "'messages':[{'role':'user','content':'Hi'}]"),
				arguments("every parameter",
						request().parameters((parameters) -> parameters.maxTokens(5)
							.temperature(0.5)
							.topP(0.9)
							.topK(40)
							.minP(0.1)
							.frequencyPenalty(-2.0)
							.presencePenalty(2.0)
							.repetitionPenalty(1.1)
							.stopSequences(List.of("a", "b"))
							.logitBias(Map.of("17", -1.5))
							.seed(7L)
							.n(2)
							.logprobs(0)
							.echo(true)
							.reasoning(false)
							.reasoningEffort("low")
							.contextLengthExceededBehavior("truncate")
							.chatTemplateKwargs(Map.of("thinking", true))
							.safetyModel("guard")),
						"""
								'messages':[{'role':'user','content':'Hi'}],'max_tokens':5,'temperature':0.5,'top_p':0.9,
								'top_k':40,'min_p':0.1,'repetition_penalty':1.1,'presence_penalty':2.0,
								'frequency_penalty':-2.0,'stop':['a','b'],'logit_bias':{'17':-1.5},'seed':7,'n':2,
								'logprobs':0,'echo':true,'safety_model':'guard','reasoning':{'enabled':false},
								'reasoning_effort':'low','context_length_exceeded_behavior':'truncate',
								'chat_template_kwargs':{'thinking':true}"""),
				arguments("new fields",
						request()
							.parameters((parameters) -> parameters.custom("compliance", "hipaa").custom("stop", "x")),
						"'messages':[{'role':'user','content':'Hi'}],'compliance':'hipaa','stop':['x']"),
				arguments("tools",
						request()
							.tool(new IRTool("f", "does f", Map.of("type", "object")),
									new IRTool("g", null, Map.of(), true))
							.toolChoice(IRToolChoice.required()),
						"""
								'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':{'name':'f',
								'description':'does f','parameters':{'type':'object'}}},{'type':'function','function':{
								'name':'g','strict':true}}],'tool_choice':'required'"""),
				arguments("no tool", request().toolChoice(IRToolChoice.none()),
						"'messages':[{'role':'user','content':'Hi'}]"),
				arguments("any tool of none", request().toolChoice(IRToolChoice.auto()),
						"'messages':[{'role':'user','content':'Hi'}]"),
				arguments("an empty list of tools", request().tools(List.of()).toolChoice(IRToolChoice.auto()),
						"'messages':[{'role':'user','content':'Hi'}]"),
				arguments("tools of the caller's own making",
						request().toolChoice(IRToolChoice.auto())
							.parameters((parameters) -> parameters.custom("tools", List.of(Map.of("type", "new")))),
						"'messages':[{'role':'user','content':'Hi'}],'tool_choice':'auto','tools':[{'type':'new'}]"),
				arguments("a named tool",
						request().tool(new IRTool("f", null, Map.of())).toolChoice(IRToolChoice.named("f")), """
								'messages':[{'role':'user','content':'Hi'}],
								'tools':[{'type':'function','function':{'name':'f'}}],
								'tool_choice':{'type':'function','function':{'name':'f'}}"""),
				arguments("text", request().responseFormat(new IRResponseFormat.Text()),
						"'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'text'}"),
				arguments("JSON", request().responseFormat(new IRResponseFormat.JsonObject()),
						"'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'json_object'}"),
				arguments("a JSON schema",
						request().responseFormat(
								new IRResponseFormat.JsonSchema("a-b_1", "d", Map.of("type", "object"), true)),
						"""
								'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'json_schema','json_schema':{
								'name':'a-b_1','description':'d','schema':{'type':'object'},'strict':true}}"""),
				arguments("a regular expression", request().responseFormat(new IRResponseFormat.Regex("a+")),
						"'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'regex','pattern':'a+'}"),
				arguments("a whole conversation",
						request().messages(List.of(IRMessage.system("S"),
								new IRMessage(IRRole.USER, List.of(new TextContent("U")), "ann"),
								new IRMessage(IRRole.ASSISTANT,
										List.of(new ReasoningContent("R"), new TextContent("A"),
												new ToolUseContent("1", "f", Map.of("x", 1)),
												new ToolUseContent("2", "g", Map.of(), "{\"y\": 2", "cut"))),
								IRMessage.tool("1", "one"), IRMessage.tool("2", "two"), IRMessage.assistant("B"))),
						"""
								'messages':[{'role':'system','content':'S'},{'role':'user','content':'U','name':'ann'},
								{'role':'assistant','content':'A','reasoning':'R','tool_calls':[
								{'index':0,'id':'1','type':'function','function':{'name':'f','arguments':'{\\"x\\":1}'}},
								{'index':1,'id':'2','type':'function','function':{'name':'g','arguments':'{\\"y\\": 2'}}]},
								{'role':'tool','content':'one','tool_call_id':'1'},
								{'role':'tool','content':'two','tool_call_id':'2'},{'role':'assistant','content':'B'}]"""),
				arguments("parts that go into one text",
						request().messages(List.of(
								new IRMessage(IRRole.SYSTEM,
										List.of(new TextContent("Be terse."), new TextContent("Use bullets."))),
								IRMessage.user("U"),
								new IRMessage(IRRole.ASSISTANT,
										List.of(new ReasoningContent("R1"), new ReasoningContent("R2"),
												new TextContent("A1"), new TextContent("A2"))))),
						"""
								'messages':[{'role':'system','content':'Be terse.\\nUse bullets.'},
								{'role':'user','content':'U'},
								{'role':'assistant','content':'A1\\nA2','reasoning':'R1\\nR2'}]"""),
				arguments("calls without a word",
						request().messages(List.of(new IRMessage(IRRole.ASSISTANT,
								List.of(new ToolUseContent("1", "f", Map.of(), " ", null))))),
						"""
								'messages':[{'role':'assistant','tool_calls':[{'index':0,'id':'1','type':'function',
								'function':{'name':'f','arguments':'{}'}}]}]"""),
				arguments("results in a user's message",
						request().messages(
								List.of(IRMessage.user(new TextContent("U"), new ToolResultContent("1", "one", false)),
										IRMessage.user(new ToolResultContent("2", "two", false)))),
						"""
								'messages':[{'role':'tool','content':'one','tool_call_id':'1'},{'role':'user','content':'U'},
								{'role':'tool','content':'two','tool_call_id':'2'}]"""),
				arguments("media",
						request().messages(List
							.of(IRMessage.user(new TextContent("a"), new TextContent("b"), new ImageContent(URL),
									new ImageContent(MediaSource.base64("image/png", "AA==")), new VideoContent(URL),
									new AudioContent(URL), new AudioContent(MediaSource.base64("audio/wav", "AA==")),
									new AudioContent(MediaSource.base64("audio/mpeg", "AA=="))))),
						"""
								'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'},
								{'type':'image_url','image_url':{'url':'https://example.com/x'}},
								{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}},
								{'type':'video_url','video_url':{'url':'https://example.com/x'}},
								{'type':'audio_url','audio_url':{'url':'https://example.com/x'}},
								{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}},
								{'type':'audio_url','audio_url':{'url':'data:audio/mpeg;base64,AA=='}}]}]"""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("requests")
	void sendsWhatTheRequestSays(String name, IRChatRequest.Builder request, String expected) {
		Map<String, Object> body = map(request, new ArrayList<>());
		assertThat(body).isEqualTo(json("{'model':'m'," + expected + "}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("requests")
	void agreesWithTheVendorsDocument(String name, IRChatRequest.Builder request, String expected) {
		OpenApi document = OpenApi.load();
		Assumptions.assumeTrue(document != null, "no document: the system property together.openapi names no file");
		String body = Json.write(map(request, new ArrayList<>()));
		if (NOT_IN_THE_DOCUMENT.contains(name)) {
			assertThat(document.errors("/chat/completions", body)).as("no longer an exception?").isNotEmpty();
		}
		else {
			document.check("/chat/completions", body);
		}
	}

	@Test
	void asksForTheUsageOfAStream() {
		Map<String, Object> body = new ChatRequestMapper(null).map(request().build(), true, (warning) -> {
		});
		assertThat(body).containsEntry("stream", true).containsEntry("stream_options", Map.of("include_usage", true));
		IRChatRequest without = request()
			.parameters((parameters) -> parameters.custom("stream_options", Map.of("include_usage", false)))
			.build();
		assertThat(new ChatRequestMapper(null).map(without, true, (warning) -> {
		})).containsEntry("stream_options", Map.of("include_usage", false));
	}

	@Test
	void theDefaultModelAnswersRequestsWithoutOne() {
		IRChatRequest request = IRChatRequest.of("Hi");
		assertThat(new ChatRequestMapper("d").map(request, false, (warning) -> {
		})).containsEntry("model", "d");
		assertThat(field(IRChatRequest.builder().user("Hi"))).isEqualTo("model");
		assertThat(field(request().model(" "))).isEqualTo("model");
	}

	@Test
	void whatIsNotSentOrChangedLeavesAWarning() {
		List<IRWarning> warnings = new ArrayList<>();
		Map<String, Object> body = map(request().parameters((parameters) -> parameters.user("someone"))
			.message(new IRMessage(IRRole.TOOL, List.of(new ToolResultContent("1", "no", true)))), warnings);
		assertThat(warnings).extracting(IRWarning::category)
			.containsExactly(IRWarning.Category.CONTENT_CHANGED, IRWarning.Category.PARAMETER_UNSUPPORTED);
		assertThat(warnings).extracting(IRWarning::field).containsExactly("messages[1].content[0].is_error", "user");
		assertThat(Json.write(body)).doesNotContain("someone");
	}

	@Test
	void halfACharacterIsReplacedWhereverItStands() {
		List<IRWarning> warnings = new ArrayList<>();
		String half = "a\uD83D";
		Map<String, Object> body = map(request().message(IRMessage.assistant("\uDE00b"))
			.message(IRMessage.user("whole \uD83D\uDE00"))
			.tool(new IRTool("f", null, Map.of("type", "object", "properties", Map.of(half, Map.of()))))
			.parameters((parameters) -> parameters.stopSequences(List.of("x", half))), warnings);
		assertThat(body).extracting("messages", "stop")
			.containsExactly(
					List.of(Map.of("role", "user", "content", "Hi"), Map.of("role", "assistant", "content", "\uFFFDb"),
							Map.of("role", "user", "content", "whole \uD83D\uDE00")),
					List.of("x", "a\uFFFD"));
		assertThat(Json.write(body)).contains("a\uFFFD\":{}").doesNotContain(half);
		assertThat(warnings).extracting(IRWarning::field)
			.hasSize(3)
			.contains("messages[1].content", "stop[1]")
			.allMatch((field) -> !field.contains("\uD83D"));
		assertThat(warnings).extracting(IRWarning::category).containsOnly(IRWarning.Category.CONTENT_CHANGED);
	}

	static Stream<Arguments> refused() {
		return Stream.of(arguments("tool_choice", request().toolChoice(IRToolChoice.required())),
				arguments("tool_choice", request().toolChoice(IRToolChoice.named("f"))),
				arguments("tool_choice",
						request().tool(new IRTool("f", null, Map.of())).toolChoice(IRToolChoice.named("g"))),
				arguments("tools[0].function.parameters.minimum",
						request().tool(new IRTool("f", null, Map.of("minimum", Double.NaN)))),
				arguments("response_format.json_schema.schema.maximum",
						request().responseFormat(
								new IRResponseFormat.JsonSchema("n", Map.of("maximum", Float.POSITIVE_INFINITY)))),
				arguments("chat_template_kwargs.a[1]",
						parameters(IRParameters.builder()
							.chatTemplateKwargs(Map.of("a", List.of(1, Double.NEGATIVE_INFINITY))))),
				arguments("messages", request().messages(List.of())),
				arguments("n", parameters(IRParameters.builder().n(0))),
				arguments("n", parameters(IRParameters.builder().n(129))),
				arguments("logprobs", parameters(IRParameters.builder().logprobs(21))),
				arguments("logprobs", parameters(IRParameters.builder().logprobs(-1))),
				arguments("min_p", parameters(IRParameters.builder().minP(1.1))),
				arguments("min_p", parameters(IRParameters.builder().minP(Double.NaN))),
				arguments("presence_penalty", parameters(IRParameters.builder().presencePenalty(2.1))),
				arguments("frequency_penalty", parameters(IRParameters.builder().frequencyPenalty(-2.1))),
				arguments("max_tokens", parameters(IRParameters.builder().maxTokens(0))),
				arguments("temperature", parameters(IRParameters.builder().temperature(Double.NaN))),
				arguments("top_p", parameters(IRParameters.builder().topP(Double.POSITIVE_INFINITY))),
				arguments("repetition_penalty", parameters(IRParameters.builder().repetitionPenalty(Double.NaN))),
				arguments("logit_bias.1", parameters(IRParameters.builder().logitBias(Map.of("1", Double.NaN)))),
				arguments("custom.model", parameters(IRParameters.builder().custom("model", "x"))),
				arguments("custom.stream", parameters(IRParameters.builder().custom("stream", true))),
				arguments("custom.seed", parameters(IRParameters.builder().seed(1L).custom("seed", 2))),
				arguments("response_format.json_schema.name",
						request().responseFormat(new IRResponseFormat.JsonSchema("a b", Map.of()))),
				arguments("response_format.json_schema.name",
						request().responseFormat(new IRResponseFormat.JsonSchema("a".repeat(65), Map.of()))),
				arguments("messages[1].content[1]",
						request().message(IRMessage.user(new TextContent("a"),
								new DocumentContent(MediaSource.base64("application/pdf", "AA=="), "a.pdf")))),
				arguments("messages[1].content[0]", request().message(IRMessage.user(new ReasoningContent("a")))),
				arguments("messages[1].content[0]",
						request().message(IRMessage.user(new ToolUseContent("1", "f", Map.of())))),
				arguments("messages[1].content[0]",
						request().message(new IRMessage(IRRole.SYSTEM, List.of(new ImageContent(URL))))),
				arguments("messages[1].content[0]",
						request().message(new IRMessage(IRRole.ASSISTANT, List.of(new ImageContent(URL))))),
				arguments("messages[1].content[0]",
						request().message(new IRMessage(IRRole.TOOL, List.of(new TextContent("a"))))),
				arguments("messages[1].content", request().message(new IRMessage(IRRole.TOOL, List.of()))));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatCannotBeSaidAndNamesTheField(String field, IRChatRequest.Builder request) {
		ValidationException failure = catchThrowableOfType(ValidationException.class,
				() -> map(request, new ArrayList<>()));
		assertThat(failure.field()).isEqualTo(field);
		assertThat(failure).hasMessageContaining(field).hasMessageNotContaining("AA==");
		assertThat(failure.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.UNSUPPORTED_FEATURE);
		assertThat(failure.status()).isNull();
	}

	private static IRChatRequest.Builder request() {
		return IRChatRequest.builder().model("m").user("Hi");
	}

	private static IRChatRequest.Builder parameters(IRParameters.Builder parameters) {
		return request().parameters(parameters.model("m").build());
	}

	private static String field(IRChatRequest.Builder request) {
		return catchThrowableOfType(ValidationException.class, () -> map(request, new ArrayList<>())).field();
	}

	private static Map<String, Object> map(IRChatRequest.Builder request, List<IRWarning> warnings) {
		Map<String, Object> body = new ChatRequestMapper(null).map(request.build(), false, warnings::add);
		return Json.map(Json.read(Json.write(body)));
	}

	private static Map<String, Object> json(String json) {
		return Json.map(Json.read(json.replace('\'', '"').replace("\n", "")));
	}

}
