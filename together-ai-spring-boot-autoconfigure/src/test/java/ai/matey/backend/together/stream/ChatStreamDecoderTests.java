package ai.matey.backend.together.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Events to chunks and to the assembled answer.
 */
class ChatStreamDecoderTests {

	@Test
	void knowsHowFarTheStreamIs() {
		ChatStreamDecoder decoder = DecoderRun.decoder();
		assertThat(List.of(decoder.isStarted(), decoder.isFinished(), decoder.isEnded())).containsOnly(false);
		DecoderRun.feed(decoder, events(delta("'content':'a'")));
		assertThat(List.of(decoder.isStarted(), decoder.isFinished(), decoder.isEnded())).containsExactly(true, false,
				false);
		DecoderRun.feed(decoder, events(STOP));
		assertThat(List.of(decoder.isStarted(), decoder.isFinished(), decoder.isEnded())).containsExactly(true, true,
				false);
		DecoderRun.feed(decoder, events("[DONE]"));
		assertThat(decoder.isEnded()).isTrue();
	}

	@Test
	void onlyTheEndMarkIsTheEndMark() {
		assertThat(failure(STOP, "[DONT]").code()).isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
		assertThat(answer(chunks(STOP, "[DONE] and more", "junk")).finishReason()).isEqualTo(FinishReason.STOP);
	}

	private static final String STOP = "{'choices':[{'index':0,'delta':{'content':''},'finish_reason':'stop'}],"
			+ "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}";

	@Test
	void startComesWithTheFirstWord() {
		List<IRStreamChunk> chunks = chunks(
				"{'id':'x','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}",
				delta("'content':'Hel'"), delta("'content':'lo'"), STOP, "[DONE]");
		assertThat(chunks).extracting((chunk) -> chunk.getClass().getSimpleName())
			.containsExactly("Start", "Content", "Content", "Metadata", "Done");
		assertThat(((IRStreamChunk.Start) chunks.get(0)).metadata().providerResponseId()).isEqualTo("x");
		assertThat(((IRStreamChunk.Start) chunks.get(0)).metadata().model()).isEqualTo("m");
		assertThat(answer(chunks).text()).isEqualTo("Hello");
		assertThat(answer(chunks).usage()).isEqualTo(new IRUsage(1, 2));
	}

	@Test
	void anAnswerWithoutAWordIsComplete() {
		List<IRStreamChunk> chunks = chunks(STOP, "[DONE]");
		assertThat(chunks).extracting((chunk) -> chunk.getClass().getSimpleName()).containsExactly("Start", "Done");
		assertThat(answer(chunks).finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void onlyTheEndMarkMayBeMissing() {
		assertThat(answer(chunks(delta("'content':'a'"), STOP)).text()).isEqualTo("a");
	}

	@Test
	void nothingAfterTheEndMarkCounts() {
		assertThat(answer(chunks(STOP, "[DONE]", "junk", delta("'content':'a'"))).text()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "''" })
	void aStreamWithoutFinishReasonIsCut(String reason) {
		StreamException failure = (StreamException) failure(
				"{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':" + reason + "}]}");
		assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
		assertThat(failure.partialResponse().text()).isEqualTo("a");
	}

	@Test
	void anEmptyFinishReasonIsEnoughBehindTheEndMark() {
		IRChatResponse answer = answer(
				chunks(delta("'content':'a'"), "{'choices':[{'index':0,'delta':{},'finish_reason':''}]}", "[DONE]"));
		assertThat(answer.finishReason()).isEqualTo(FinishReason.UNKNOWN);
		assertThat(answer.choices().get(0).providerFinishReason()).isNull();
	}

	@Test
	void theEndMarkAloneIsNoFinishReason() {
		assertThat(failure(delta("'content':'a'"), "[DONE]").code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
		assertThat(failure("[DONE]").code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
		assertThat(((StreamException) failure("{'choices':[]}")).partialResponse()).isNull();
		assertThat(((StreamException) failure(delta("'role':'assistant','content':''"))).partialResponse()).isNull();
	}

	@Test
	void withoutEndMarkEveryChoiceNeedsItsReason() {
		String first = "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}";
		String second = "{'choices':[{'index':1,'delta':{'content':'b'}}]}";
		assertThat(failure(first, second).code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
		assertThat(answer(chunks(first, second, "[DONE]")).choices()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "'tool_calls,tool_calls', TOOL_CALLS", "'tool_calls,tool_calls,stop', TOOL_CALLS",
			"'tool_calls,length', TOOL_CALLS", "'stop,tool_calls', TOOL_CALLS", "'stop,length', LENGTH",
			"'function_call,stop', TOOL_CALLS", "'eos', STOP", "'EOS', STOP", "'content_filter', CONTENT_FILTER",
			"'brand_new', UNKNOWN", "'stop,', STOP" })
	void finishReasonsMayRepeat(String reasons, FinishReason expected) {
		String[] events = Arrays.stream(reasons.split(",", -1))
			.map((reason) -> "{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}")
			.toArray(String[]::new);
		assertThat(answer(chunks(events)).finishReason()).isEqualTo(expected);
	}

	@Test
	void theLastUsageCounts() {
		String usage = "'usage':{'prompt_tokens':5,'completion_tokens':%d,'total_tokens':%d}";
		IRChatResponse answer = answer(
				chunks("{'choices':[{'index':0,'delta':{'content':'a'}}]," + usage.formatted(1, 6) + "}",
						"{'choices':[{'index':0,'delta':{'content':'b'},'finish_reason':'stop'}],"
								+ usage.formatted(2, 7) + "}",
						"{'choices':[]," + usage.formatted(2, 7) + "}", "{'choices':[],'usage':null}", "[DONE]"));
		assertThat(answer.usage()).isEqualTo(new IRUsage(5, 2));
		assertThat(answer.metadata().warnings()).isEmpty();
	}

	@Test
	void aStreamWithoutUsageWarns() {
		IRChatResponse answer = answer(
				chunks("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}", "[DONE]"));
		assertThat(answer.usage()).isNull();
		assertThat(answer.metadata().warnings()).extracting(IRWarning::category)
			.containsExactly(IRWarning.Category.RESPONSE_INCOMPLETE);
	}

	@Test
	void usageKnowsCachedAndReasoningTokensInAllTheirPlaces() {
		assertThat(usage("'cached_tokens':4,'reasoning_tokens':5")).isEqualTo(new IRUsage(1, 2, 3, 4L, 5L, Map.of()));
		assertThat(
				usage("'prompt_tokens_details':{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':5}"))
			.isEqualTo(new IRUsage(1, 2, 3, 4L, 5L, Map.of()));
		assertThat(usage("'prompt_tokens_details':null,'cache_hit_rate':0.5"))
			.isEqualTo(new IRUsage(1, 2, 3, null, null, Map.of("cache_hit_rate", 0.5)));
	}

	@Test
	void reasoningHasTwoNames() {
		IRChatResponse answer = answer(chunks(delta("'content':'','reasoning':'a'"),
				delta("'content':null,'reasoning_content':'b'"), delta("'reasoning':null,'reasoning_content':null"),
				delta("'reasoning':'c','reasoning_content':'c'"), delta("'content':'d'"), STOP, "[DONE]"));
		assertThat(answer.message().content()).containsExactly(new ReasoningContent("abc"), new TextContent("d"));
	}

	@Test
	void textMayStandBesideTheDelta() {
		assertThat(answer(
				chunks("{'choices':[{'index':0,'text':'a'}]}", "{'choices':[{'index':0,'text':'b','delta':null}]}",
						"{'choices':[{'index':0,'text':'c','delta':{'role':'assistant'}}]}",
						"{'choices':[{'index':0,'text':'X','delta':{'content':'d'}}]}",
						"{'choices':[{'index':0,'text':'e','delta':{'content':null}}]}",
						"{'choices':[{'index':0,'text':'X','delta':{'reasoning':'r'}}]}", STOP))
			.text()).isEqualTo("abcde");
	}

	@Test
	void textMayComeInParts() {
		assertThat(answer(chunks(delta("'content':[{'type':'text','text':'a'},'b',{'type':'other'}]"), STOP)).text())
			.isEqualTo("ab");
	}

	@Test
	void textMayComeWithTheFinishReason() {
		assertThat(answer(chunks("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}")).text())
			.isEqualTo("a");
	}

	@Test
	void callsMayStandBesideTheDelta() {
		IRChatResponse answer = answer(chunks("{'choices':[{'index':0,'delta':{'content':'','tool_calls':null},"
				+ "'tool_calls':[{'index':-1,'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}],"
				+ "'finish_reason':'tool_calls'}]}"));
		assertThat(answer.message().toolCalls()).containsExactly(new ToolUseContent("a", "f", Map.of(), "{}", null));
	}

	@Test
	void whatIsNoCallOpensNone() {
		IRChatResponse answer = answer(chunks(delta("'content':'Hi','tool_calls':[null,'x',[]]"), STOP));
		assertThat(answer.text()).isEqualTo("Hi");
		assertThat(answer.message().toolCalls()).isEmpty();
	}

	@Test
	void theOldFunctionCallIsACall() {
		IRChatResponse answer = answer(chunks(delta("'function_call':{'name':'f','arguments':''}"),
				delta("'function_call':{'arguments':'{}'}"),
				"{'choices':[{'index':0,'delta':{'function_call':null},'finish_reason':'function_call'}]}"));
		assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(answer.message().toolCalls()).containsExactly(new ToolUseContent("", "f", Map.of(), "{}", null));
	}

	@Test
	void choicesAreKeptApart() {
		List<IRStreamChunk> chunks = chunks("{'choices':[{'index':1,'delta':{'content':'b'}}]}",
				"{'choices':[{'index':0,'delta':{'content':'a'}},{'index':1,'delta':{'content':'c'}}]}",
				"{'choices':[{'index':0,'delta':{},'finish_reason':'stop'},{'index':1,'delta':{},'finish_reason':'length'}]}");
		assertThat(answer(chunks).choices()).extracting((choice) -> choice.message().text()).containsExactly("a", "bc");
		assertThat(answer(chunks).choices()).extracting((choice) -> choice.finishReason())
			.containsExactly(FinishReason.STOP, FinishReason.LENGTH);
	}

	@Test
	void aMissingIndexIsZero() {
		assertThat(answer(chunks("{'choices':[{'delta':{'content':'a'}}]}",
				"{'choices':[{'index':null,'delta':{'content':'b'},'finish_reason':'stop'}]}"))
			.choices()).singleElement().satisfies((choice) -> assertThat(choice.message().text()).isEqualTo("ab"));
	}

	@ParameterizedTest
	@CsvSource({ "15924764223251450000, 15924764223251450000", "7, 7", "1.5e19, 15000000000000000000" })
	void seedsExceedALong(String seed, BigInteger expected) {
		IRChatResponse answer = answer(chunks("{'choices':[{'index':0,'seed':null,'delta':{'content':'a'}}]}",
				"{'choices':[{'index':0,'seed':" + seed + ",'delta':{},'finish_reason':'stop'}]}"));
		assertThat(answer.choices().get(0).seed()).isEqualTo(expected);
	}

	@Test
	void anImpossibleSeedIsNone() {
		assertThat(answer(chunks("{'choices':[{'index':0,'seed':1e999,'delta':{},'finish_reason':'stop'}]}")).choices()
			.get(0)
			.seed()).isNull();
	}

	@Test
	void warningsOfTheServerComeOnceEach() {
		List<IRStreamChunk> chunks = chunks(
				"{'choices':[{'index':0,'delta':{'content':'a'}}],'warnings':[{'message':'w'}]}",
				"{'choices':[{'index':0,'delta':{'content':'b'}}],'warnings':[{'message':'w'},'v',{'code':1}]}", STOP);
		assertThat(answer(chunks).metadata().warnings()).extracting(IRWarning::message)
			.containsExactly("w", "v", "{\"code\":1}");
		assertThat(answer(chunks).metadata().warnings()).extracting(IRWarning::category)
			.containsOnly(IRWarning.Category.PROVIDER);
	}

	@Test
	void theIdMayBeEmptyAndTheModelMayChange() {
		IRChatResponse answer = answer(chunks("{'id':'a','model':'m','choices':[{'index':0,'delta':{'content':'a'}}]}",
				"{'id':'','model':'m-cached','choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'error':null}"));
		assertThat(answer.metadata().providerResponseId()).isEqualTo("a");
		assertThat(answer.metadata().model()).isEqualTo("m-cached");
	}

	@Test
	void unknownFieldsAreKept() {
		IRChatResponse answer = answer(
				chunks("{'metadata':{'weight_version':'default'},'service_tier':null,'choices':[{'index':0,'delta':{},"
						+ "'finish_reason':'stop'}]}"));
		assertThat(answer.metadata().custom()).isEqualTo(Map.of("metadata", Map.of("weight_version", "default")));
	}

	@Test
	void aRepeatedPromptIsEchoedOnce() {
		String event = "{'prompt':[{'text':'p','logprobs':{'tokens':['p'],'token_logprobs':[-1]}}],"
				+ "'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}";
		assertThat(answer(chunks(event, event)).echoedPrompt()).singleElement().satisfies((prompt) -> {
			assertThat(prompt.text()).isEqualTo("p");
			assertThat(prompt.logprobs().tokens()).hasSize(1);
		});
	}

	@Test
	void anErrorBeforeTheFirstWordIsWhatAnHttpErrorWouldBe() {
		AdapterException failure = failure("{'id':'x','choices':[{'index':0,'delta':{'content':''}}]}",
				"{'error':{'message':'Full','type':'service_unavailable'}}");
		assertThat(failure).isInstanceOf(ProviderException.class);
		assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_OVERLOADED);
		assertThat(failure.isRetryable()).isTrue();
		assertThat(failure.requestId()).isEqualTo("x");
		assertThat(failure("{'error':{'message':'m','type':'rate_limit'}}")).isInstanceOf(RateLimitException.class);
		assertThat(failure("{'error':'This exceeds the maximum context length'}"))
			.isInstanceOf(ValidationException.class);
	}

	@Test
	void anErrorAfterwardsIsTheFailureOfTheStream() {
		StreamException failure = (StreamException) failure(delta("'content':'Once'"),
				"{'error':{'message':'Full','type':'service_unavailable'}}", "[DONE]");
		assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
		assertThat(failure.partialResponse().text()).isEqualTo("Once");
		assertThat(failure).hasCauseInstanceOf(ProviderException.class).hasMessageContaining("Full");
		assertThat(failure.providerType()).isEqualTo("service_unavailable");
		assertThat(failure.isRetryable()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'error':'broken'}", "{'error':{'code':500}}", "{'error':true}", "{'error':1}",
			"{'error':['broken']}", "{'object':'error','message':'broken','code':500}",
			"{'choices':[{'index':0,'delta':{},'finish_reason':'error'}]}",
			"{'id':'','choices':[{'index':0,'delta':{},'finish_reason':'error','error':'[object Object]'}]}",
			"{'choices':[{'index':0,'delta':{},'error':{'message':'broken'}}]}" })
	void errorsHaveManyShapes(String event) {
		assertThat(failure(event)).isInstanceOf(ProviderException.class)
			.hasMessageNotContaining("[object Object]")
			.extracting(AdapterException::code)
			.isEqualTo(ErrorCode.PROVIDER_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "''", "false", "0", "{}", "[]" })
	void anErrorFieldWithoutAnErrorMeansNothing(String error) {
		assertThat(answer(chunks("{'error':" + error + ",'choices':[{'index':0,'delta':{'content':'a'},'error':" + error
				+ ",'finish_reason':'stop'}]}"))
			.text()).isEqualTo("a");
	}

	@Test
	void anEventNamedErrorIsAnErrorWhateverItHolds() {
		for (String data : List.of("{\"message\":\"broken\"}", "broken", "[1]", "")) {
			assertThat(outcome("event: error\ndata: " + data + "\n\n")).last()
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.extractingByKey("failure", InstanceOfAssertFactories.MAP)
				.containsEntry("exception", "ProviderException");
		}
	}

	@Test
	void otherNamedEventsArePassedOver() {
		String stream = "event: ping\ndata: now\n\nevent: ping\ndata: {}\n\nevent: message\ndata: " + json(STOP)
				+ "\n\ndata:\n\nevent: done\ndata: [DONE]\n\n";
		assertThat(outcome(stream)).last().isInstanceOf(IRStreamChunk.Done.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "junk", "{", "[]", "1", "null", "{'a':1} {'b':2}" })
	void anEventThatIsNoJsonObjectBreaksTheStream(String event) {
		StreamException failure = (StreamException) failure(delta("'content':'a'"), event);
		assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure.partialResponse().text()).isEqualTo("a");
		assertThat(failure).hasMessageNotContaining(event);
	}

	@Test
	void goodEventsComeBeforeABrokenOne() {
		assertThat(outcome("data: " + json(delta("'content':'a'")) + "\n\ndata: junk\n\n"))
			.extracting((outcome) -> outcome.getClass().getSimpleName())
			.startsWith("Start", "Content")
			.hasSize(3);
	}

	@Test
	void brokenUtf8IsReplaced() {
		byte[] stream = ("data: " + json(delta("'content':'a#b'")) + "\n\ndata: " + json(STOP) + "\n\n")
			.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < stream.length; i++) {
			stream[i] = (stream[i] == '#') ? (byte) 0xE2 : stream[i];
		}
		assertThat(answer(cast(DecoderRun.of(stream))).text()).isEqualTo("a\uFFFDb");
	}

	@Test
	void anEventOverTheLimitNamesTheProperty() {
		ChatStreamDecoder decoder = DecoderRun.decoder(20, false, false);
		assertThat(catchThrowableOfType(StreamException.class,
				() -> DecoderRun.run(decoder, "data: 123456789012345678901\n\n")))
			.hasMessageContaining("together.http.max-in-memory-size")
			.extracting(AdapterException::code)
			.isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
	}

	@Test
	void theRawEventsAreKeptIfAskedFor() {
		ChatStreamDecoder decoder = DecoderRun.decoder(1000, true, false);
		List<IRStreamChunk> chunks = DecoderRun.run(decoder, "data: " + json(STOP) + "\n\ndata: [DONE]\n\n");
		assertThat(answer(chunks).raw()).isEqualTo(json(STOP) + "\n");
	}

	@Test
	void rawEventsBeyondTheLimitLeaveAWarning() {
		ChatStreamDecoder decoder = DecoderRun.decoder(1000, true, false);
		StringBuilder stream = new StringBuilder();
		for (int i = 0; i < 100; i++) {
			stream.append("data: ").append(json(delta("'content':'word " + i + "'"))).append("\n\n");
		}
		IRChatResponse answer = answer(DecoderRun.run(decoder, stream + "data: " + json(STOP) + "\n\n"));
		assertThat(answer.raw()).hasSizeBetween(800, 1000).contains("word 0").doesNotContain("word 50");
		assertThat(answer.metadata().warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.field()).isEqualTo("raw");
			assertThat(warning.message()).contains("together.http.max-in-memory-size", "1000");
		});
		assertThat(answer.text()).endsWith("word 99");
	}

	@Test
	void aNameThatComesInPiecesIsOneCall() {
		String call = "'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'edit_ex'}}]";
		IRChatResponse answer = answer(
				chunks(delta(call), delta("'tool_calls':[{'index':0,'function':{'name':'isting_file'}}]"),
						delta("'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]"), STOP));
		assertThat(answer.message().toolCalls()).singleElement()
			.isEqualTo(new ToolUseContent("a", "edit_existing_file", Map.of(), "{}", null));
	}

	@Test
	void whatHasNoPlaceOfItsOwnReachesTheCaller() {
		IRChatResponse answer = answer(chunks(
				"{'created':1700000000,'service_tier':'flex','choices':[{'index':0,'delta':{'content':'a','annotations':[1]}}]}",
				"{'choices':[{'index':0,'delta':{},'finish_reason':'stop','stop_reason':'END','matched_stop':7}],"
						+ "'usage':{'prompt_tokens':'1','completion_tokens':'2','total_tokens':'3'}}"));
		assertThat(answer.metadata().custom()).isEqualTo(Map.of("created", 1700000000, "service_tier", "flex"));
		assertThat(answer.choices().get(0).custom())
			.isEqualTo(Map.of("annotations", List.of(1), "stop_reason", "END", "matched_stop", 7));
		assertThat(answer.usage()).isEqualTo(new IRUsage(1, 2));
		assertThat(answer.metadata().warnings()).isEmpty();
	}

	@Test
	void contentThatIsNoTextIsGivenAsTheJsonThatItIs() {
		assertThat(answer(chunks(delta("'content':{'a':1}"), STOP)).text()).isEqualTo(json("{'a':1}"));
		assertThat(answer(chunks(delta("'content':42"), STOP)).text()).isEqualTo("42");
		assertThat(answer(chunks(delta("'content':{'type':'text','text':'t'}"), STOP)).text()).isEqualTo("t");
		IRChatResponse parts = answer(
				chunks(delta("'content':['a',{'text':'b'},{'type':'image_url','image_url':{}}]"), STOP));
		assertThat(parts.text()).isEqualTo("ab");
		assertThat(parts.metadata().warnings()).singleElement()
			.extracting(IRWarning::category)
			.isEqualTo(IRWarning.Category.RESPONSE_INCOMPLETE);
	}

	@Test
	void aRefusalIsTextWithAWarning() {
		IRChatResponse answer = answer(
				chunks(delta("'content':null,'refusal':'I '"), delta("'refusal':'won't'".replace("n't", "nt")), STOP));
		assertThat(answer.text()).isEqualTo("I wont");
		assertThat(answer.metadata().warnings()).singleElement()
			.extracting(IRWarning::field)
			.isEqualTo("choices[0].refusal");
	}

	@Test
	void aFinishReasonMayStandAtTheTop() {
		IRChatResponse beside = answer(chunks("{'choices':[{'index':0,'text':'a'}]}",
				"{'choices':[{'index':0,'text':''}],'finish_reason':'length'}"));
		assertThat(beside.finishReason()).isEqualTo(FinishReason.LENGTH);
		IRChatResponse alone = answer(
				chunks("{'choices':[{'index':0,'text':'a'}]}", "{'choices':[],'finish_reason':'stop'}"));
		assertThat(alone.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(failure("{'choices':[{'index':0,'text':'a'}]}", "{'choices':[],'finish_reason':'error'}").code())
			.isEqualTo(ErrorCode.STREAM_INTERRUPTED);
	}

	@Test
	void aChoiceThatCannotBeToldApartIsNotJoined() {
		assertThat(failure(delta("'content':'a'"), "{'choices':[{'index':4294967296,'delta':{'content':'b'}}]}"))
			.satisfies((failure) -> {
				assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
				assertThat(((StreamException) failure).partialResponse().text()).isEqualTo("a");
			});
	}

	@Test
	void usageDoesNotOverflow() {
		IRUsage usage = answer(chunks("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'usage':"
				+ "{'prompt_tokens':9223372036854775807,'completion_tokens':1e30,'queue_time':1e999,'cached_tokens':'many'}}"))
			.usage();
		assertThat(usage.totalTokens()).isEqualTo(Long.MAX_VALUE);
		assertThat(usage.cachedTokens()).isNull();
		assertThat(usage.details()).containsEntry("cached_tokens", "many").containsEntry("queue_time", null);
		assertThat(usage.plus(usage).promptTokens()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void anAnswerLargerThanTheLimitNamesTheProperty() {
		for (String event : List.of(delta("'content':'0123456789'"), delta("'reasoning':'0123456789'"),
				delta("'tool_calls':[{'index':0,'function':{'arguments':'0123456789'}}]"),
				delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]"),
				"{'choices':[{'index':0,'delta':{'content':'a'},'logprobs':-1}]}",
				"{'choices':[{'index':#,'delta':{'content':'a'}}]}", "{'#':'0123456789'}",
				"{'choices':[{'index':0,'delta':{},'#':'0123456789'}]}")) {
			ChatStreamDecoder decoder = DecoderRun.decoder(10_000, false, new AssemblyOptions(false, true, 5000));
			StringBuilder stream = new StringBuilder("data: " + json(delta("'content':'First.'")) + "\n\n");
			for (int i = 0; i < 1000; i++) {
				stream.append("data: ").append(json(event).replace("#", "" + i)).append("\n\n");
			}
			StreamException failure = catchThrowableOfType(StreamException.class,
					() -> DecoderRun.run(decoder, stream.toString()));
			assertThat(failure).as(event)
				.isNotNull()
				.hasMessageContaining("together.http.max-response-size")
				.hasMessageContaining("5000");
			assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_PARSE_ERROR);
			assertThat(failure.isRetryable()).isFalse();
			assertThat(failure.partialResponse().text()).startsWith("First.");
		}
	}

	@Test
	void whiteSpaceThatIsHeldBackCountsToo() {
		ChatStreamDecoder decoder = DecoderRun.decoder(10_000, false, new AssemblyOptions(true, true, 5000));
		String stream = ("data: " + json(delta("'content':'          '")) + "\n\n").repeat(1000);
		assertThat(catchThrowableOfType(StreamException.class, () -> DecoderRun.run(decoder, stream)))
			.hasMessageContaining("together.http.max-response-size");
	}

	@Test
	void withoutAnAssembledResponseNothingAddsUp() {
		ChatStreamDecoder decoder = DecoderRun.decoder(10_000, false, new AssemblyOptions(false, false, 5000));
		String call = delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'x'}}]");
		StringBuilder stream = new StringBuilder("data: " + json(call) + "\n\n");
		for (int i = 0; i < 1000; i++) {
			stream.append("data: ")
				.append(json(delta("'content':'0123456789','reasoning':'b'")))
				.append("\n\ndata: ")
				.append(json(delta("'tool_calls':[{'index':0,'function':{'arguments':'0123456789'}}]")))
				.append("\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":-1}]}\n\n");
		}
		List<IRStreamChunk> chunks = DecoderRun.run(decoder, stream + "data: " + json(STOP) + "\n\n");
		assertThat(chunks).filteredOn(IRStreamChunk.Content.class::isInstance).hasSize(2000);
		assertThat(answer(chunks).message().content()).isEmpty();
		assertThat(answer(chunks).choices().get(0).logprobs()).isNull();
		assertThat(answer(chunks).finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(answer(chunks).usage()).isEqualTo(new IRUsage(1, 2));
	}

	@Test
	void warningsAndFieldsOfTheProviderAreBounded() {
		StringBuilder stream = new StringBuilder("data: " + json(delta("'content':'a'")) + "\n\n");
		for (int i = 0; i < 500; i++) {
			stream.append("data: ")
				.append(json("{'field%d':%d,'warnings':[{'message':'w%d'}]}".formatted(i, i, i)))
				.append("\n\n");
		}
		IRChatResponse answer = answer(DecoderRun.run(DecoderRun.decoder(), stream + "data: " + json(STOP) + "\n\n"));
		assertThat(answer.metadata().custom()).hasSize(100);
		assertThat(answer.metadata().warnings()).hasSize(101);
		assertThat(answer.metadata().warnings().get(100).message()).contains("too many warnings");
	}

	@Test
	void thinkTagsAreTakenOutIfAskedFor() {
		String stream = "data: " + json(delta("'content':'<thi'")) + "\n\ndata: "
				+ json(delta("'content':'nk>a</think>'")) + "\n\ndata: " + json(delta("'content':'\\n\\nb<'"))
				+ "\n\ndata: " + json(STOP) + "\n\n";
		IRChatResponse split = StreamResult.check(DecoderRun.run(DecoderRun.decoder(1000, false, true), stream));
		assertThat(split.message().content()).containsExactly(new ReasoningContent("a"), new TextContent("b<"));
		IRChatResponse whole = StreamResult.check(DecoderRun.run(DecoderRun.decoder(1000, false, false), stream));
		assertThat(whole.text()).isEqualTo("<think>a</think>\n\nb<");
	}

	@Test
	void whatIsHeldBackComesAtTheEnd() {
		String stream = "data: " + json(delta("'content':'<thi'")) + "\n\n";
		IRChatResponse answer = StreamResult
			.check(DecoderRun.run(DecoderRun.decoder(1000, false, true), stream + "data: " + json(STOP) + "\n\n"));
		assertThat(answer.text()).isEqualTo("<thi");
		StreamException cut = catchThrowableOfType(StreamException.class,
				() -> DecoderRun.run(DecoderRun.decoder(1000, false, true), stream));
		assertThat(cut.partialResponse().text()).isEqualTo("<thi");
	}

	private static IRUsage usage(String details) {
		return answer(chunks("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],"
				+ "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3," + details + "}}"))
			.usage();
	}

	private static List<IRStreamChunk> chunks(String... events) {
		List<IRStreamChunk> chunks = cast(outcome(events(events)));
		StreamResult.check(chunks);
		return chunks;
	}

	private static AdapterException failure(String... events) {
		return catchThrowableOfType(AdapterException.class, () -> DecoderRun.run(DecoderRun.decoder(), events(events)));
	}

	private static IRChatResponse answer(List<IRStreamChunk> chunks) {
		return ((IRStreamChunk.Done) chunks.get(chunks.size() - 1)).response();
	}

	private static List<Object> outcome(String stream) {
		return DecoderRun.of(stream.getBytes(StandardCharsets.UTF_8));
	}

	private static List<IRStreamChunk> cast(List<Object> outcome) {
		List<IRStreamChunk> chunks = new ArrayList<>();
		outcome.forEach((chunk) -> {
			assertThat(chunk).isInstanceOf(IRStreamChunk.class);
			chunks.add((IRStreamChunk) chunk);
		});
		return chunks;
	}

	private static String delta(String fields) {
		return "{'choices':[{'index':0,'delta':{" + fields + "},'finish_reason':null}]}";
	}

	private static String events(String... events) {
		StringBuilder stream = new StringBuilder();
		for (String event : events) {
			stream.append("data: ").append(json(event)).append("\n\n");
		}
		return stream.toString();
	}

	private static String json(String json) {
		return json.replace('\'', '"');
	}

}
