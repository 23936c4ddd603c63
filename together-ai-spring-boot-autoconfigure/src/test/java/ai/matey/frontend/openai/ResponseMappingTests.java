package ai.matey.frontend.openai;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionMessage;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ChatMessage;
import ai.matey.frontend.openai.format.ToolCall;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IREchoedPrompt;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseMappingTests {

	private final OpenAIFrontendAdapter adapter = new OpenAIFrontendAdapter();

	private final IRMetadata metadata = IRMetadata.builder()
		.requestId("r1")
		.providerResponseId("p1")
		.model("org/m")
		.timestamp(Instant.ofEpochSecond(100))
		.build();

	@Test
	void plainAnswer() {
		ChatCompletion completion = fromIR(IRMessage.assistant("Hello"));
		assertThat(completion.choices().get(0).message().content()).isEqualTo("Hello");
		assertThat(json(completion)).isEqualTo("{'id':'p1','object':'chat.completion','created':100,'model':'org/m',"
				+ "'choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},'finish_reason':'stop'}]}");
	}

	@Test
	void everythingElse() {
		IRLogprobs logprobs = new IRLogprobs(
				List.of(new IRLogprobs.Token("He", -0.5, 7L, List.of(new IRLogprobs.Alternative("Ha", -1.5))),
						new IRLogprobs.Token(null, -0.25, null, List.of())));
		IRMessage message = new IRMessage(IRRole.ASSISTANT, List.of(new ReasoningContent("hm"), new TextContent("He"),
				new TextContent("llo"), new ImageContent(MediaSource.url("u"))));
		IRChoice choice = new IRChoice(1, message, FinishReason.STOP, "eos", new BigInteger("15924764223251450000"),
				logprobs);
		IRUsage usage = new IRUsage(3, 4, 7, 1L, 2L, Map.of("cache_hit_rate", 0.5, "cached_tokens", 1));
		IRMetadata metadata = this.metadata.mutate()
			.custom("created", 50)
			.custom("system_fingerprint", "fp")
			.warning(new IRWarning(IRWarning.Category.PROVIDER, "Careful", null, "provider"))
			.build();
		ChatCompletion completion = this.adapter.fromIR(
				new IRChatResponse(List.of(choice), usage, metadata, List.of(new IREchoedPrompt("Hi", null)), null));
		assertThat(json(completion)).isEqualTo("{'id':'p1','object':'chat.completion','created':50,'model':'org/m',"
				+ "'choices':[{'index':1,'message':{'role':'assistant','content':'Hello','reasoning':'hm'},"
				+ "'finish_reason':'stop','logprobs':{'content':[{'token':'He','logprob':-0.5,'token_id':7,"
				+ "'top_logprobs':[{'token':'Ha','logprob':-1.5}]},{'token':'','logprob':-0.25,'top_logprobs':[]}]},"
				+ "'seed':15924764223251450000}],'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7,"
				+ "'prompt_tokens_details':{'cached_tokens':1},'completion_tokens_details':{'reasoning_tokens':2},"
				+ "'cache_hit_rate':0.5},'system_fingerprint':'fp','prompt':[{'text':'Hi'}],"
				+ "'warnings':[{'message':'Careful','category':'provider','source':'provider'},"
				+ "{'message':'A part of the response (ImageContent) cannot be represented in OpenAI`s format and is missing',"
				+ "'category':'response_incomplete','param':'choices[1].message','source':'openai-frontend'}]}");
	}

	@Test
	void toolCalls() {
		ChatCompletion completion = fromIR(
				new IRMessage(IRRole.ASSISTANT, List.of(new ToolUseContent("c1", "f", Map.of(), "{\"a\": ", "broken"),
						new ToolUseContent("", "g", Map.of("b", 1)))));
		ChatCompletionMessage message = completion.choices().get(0).message();
		assertThat(message.content()).isNull();
		assertThat(message.toolCalls()).containsExactly(ToolCall.of("c1", "f", "{\"a\": "),
				ToolCall.of("call_0_1", "g", "{\"b\":1}"));
		assertThat(json(message)).startsWith("{'role':'assistant','content':null,'tool_calls':[{'id':'c1',"
				+ "'type':'function','function':{'name':'f','arguments':");
	}

	@Test
	void answerWithoutProviderFacts() {
		IRMetadata metadata = IRMetadata.builder().requestId("r1").build();
		ChatCompletion completion = this.adapter.fromIR(new IRChatResponse(List.of(), null, metadata));
		assertThat(completion.id()).isEqualTo("chatcmpl-r1");
		assertThat(completion.created()).isPositive();
		assertThat(completion.model()).isNull();
		assertThat(completion.choices()).isEmpty();
		assertThat(completion.usage()).isNull();
		assertThat(completion.warnings()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "STOP,eos,stop", "STOP,,stop", "LENGTH,length,length", "TOOL_CALLS,function_call,tool_calls",
			"CONTENT_FILTER,,content_filter", "ERROR,,error", "UNKNOWN,abort,abort", "UNKNOWN,,stop",
			"UNKNOWN,'',stop" })
	void finishReasons(FinishReason reason, String providerWord, String expected) {
		IRChoice choice = new IRChoice(0, IRMessage.assistant(""), reason, providerWord, null, null);
		ChatCompletion completion = this.adapter.fromIR(new IRChatResponse(List.of(choice), null, this.metadata));
		assertThat(completion.choices().get(0).finishReason()).isEqualTo(expected);
		assertThat(json(completion)).contains("'finish_reason':");
	}

	@Test
	void callsWithoutAFinishReasonAreCalls() {
		IRMessage message = new IRMessage(IRRole.ASSISTANT,
				List.of(new ToolUseContent("a", "f", Map.of(), "{}", null)));
		ChatCompletion completion = this.adapter
			.fromIR(new IRChatResponse(List.of(new IRChoice(0, message, FinishReason.UNKNOWN)), null, this.metadata));
		assertThat(completion.choices().get(0).finishReason()).isEqualTo("tool_calls");
	}

	@Test
	void severalChoices() {
		ChatCompletion completion = this.adapter
			.fromIR(new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant("a"), FinishReason.STOP),
					new IRChoice(1, IRMessage.assistant("b"), FinishReason.LENGTH)), null, this.metadata));
		assertThat(completion.choices()).extracting((choice) -> choice.message().content()).containsExactly("a", "b");
		assertThat(completion.choices()).extracting(ChatCompletion.Choice::finishReason)
			.containsExactly("stop", "length");
	}

	@Test
	void replayedAnswerIsTheSameMessageAgain() {
		IRMessage answered = new IRMessage(IRRole.ASSISTANT, List.of(new ReasoningContent("hm"), new TextContent("Hi"),
				new ToolUseContent("c1", "f", Map.of("a", 1), "{\"a\":  1}", null)));
		ChatCompletion completion = Requests.JSON.readValue(Requests.JSON.writeValueAsString(fromIR(answered)),
				ChatCompletion.class);
		ChatMessage replayed = ChatMessage.assistant(completion.choices().get(0).message());
		IRChatRequest request = this.adapter
			.toIR(ChatCompletionRequest.builder().user("U").message(replayed, ChatMessage.tool("c1", "42")).build());
		assertThat(request.messages()).containsExactly(IRMessage.user("U"), answered, IRMessage.tool("c1", "42"));
		assertThat(request.metadata().warnings()).isEmpty();
	}

	private ChatCompletion fromIR(IRMessage message) {
		return this.adapter
			.fromIR(new IRChatResponse(List.of(new IRChoice(0, message, FinishReason.STOP)), null, this.metadata));
	}

	private static String json(Object value) {
		return Requests.JSON.writeValueAsString(value).replace('\'', '`').replace('"', '\'');
	}

}
