package ai.matey.backend.together.response;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fragments as engines send them; each call is written as {@code id name arguments}.
 */
class ToolCallAssemblerTests {

	@Test
	void joinsFragmentsByIndex() {
		assertThat(calls("{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}",
				"{'index':1,'id':'b','type':'function','function':{'name':'g','arguments':'{'}}",
				"{'index':0,'function':{'arguments':'{\\'x\\':'}}", "{'index':1,'function':{'arguments':'}'}}",
				"{'index':0,'function':{'arguments':'1}'}}"))
			.containsExactly("a f {'x':1}", "b g {}");
	}

	@Test
	void nullsInContinuationsMeanNothing() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':''}}",
				"{'index':0,'id':null,'type':'function','function':{'name':null,'arguments':'{}'}}",
				"{'index':0,'id':null,'function':{'name':null,'arguments':null}}", "{'index':0,'function':null}",
				"{'index':0}"))
			.containsExactly("a f {}");
	}

	@Test
	void theFirstFragmentMayLackArguments() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f'}}", "{'index':0,'function':{'arguments':'{}'}}"))
			.containsExactly("a f {}");
	}

	@Test
	void aCallBesideTheDeltaHasIndexMinusOne() {
		assertThat(calls("{'index':-1,'id':'a','function':{'name':'f','arguments':'{}'}}")).containsExactly("a f {}");
	}

	@Test
	void joinsById() {
		assertThat(calls("{'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'id':'b','function':{'name':'g','arguments':'{'}}", "{'id':'a','function':{'arguments':'}'}}",
				"{'id':'b','function':{'arguments':'}'}}"))
			.containsExactly("a f {}", "b g {}");
	}

	@Test
	void joinsInOrderWithoutIndexAndId() {
		assertThat(calls("{'function':{'name':'f','arguments':'{'}}", "{'function':{'arguments':'}'}}",
				"{'index':-1,'function':{'name':'g','arguments':'{}'}}"))
			.containsExactly(" f {}", " g {}");
	}

	@Test
	void anUnknownIdWithoutANameGoesOnWithTheLastCall() {
		assertThat(calls("{'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'id':'other','function':{'arguments':'}'}}"))
			.containsExactly("a f {}");
	}

	@Test
	void anIndexMayComeOnlyLater() {
		assertThat(
				calls("{'id':'a','function':{'name':'f','arguments':'{'}}", "{'index':0,'function':{'arguments':'}'}}"))
			.containsExactly("a f {}");
	}

	@Test
	void callsWithDifferentIdsAreDifferentThoughTheirIndexIsTheSame() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'b','function':{'name':'f','arguments':'{'}}",
				"{'index':0,'function':{'arguments':'}'}}"))
			.containsExactly("a f {}", "b f {}");
	}

	@Test
	void callsWithTheSameIdAreDifferentIfTheirIndexIs() {
		assertThat(calls("{'index':0,'id':'f:0','function':{'name':'f','arguments':'{}'}}",
				"{'index':1,'id':'f:0','function':{'name':'f','arguments':'{}'}}"))
			.containsExactly("f:0 f {}", "f:0 f {}");
	}

	@Test
	void withoutIdsANewNameOpensACall() {
		assertThat(calls("{'index':0,'function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'function':{'name':'g','arguments':'{}'}}"))
			.containsExactly(" f {}", " g {}");
	}

	@Test
	void withoutIdsTheSameNameGoesOnUntilTheArgumentsAreComplete() {
		assertThat(calls("{'index':0,'function':{'name':'f','arguments':'{'}}",
				"{'index':0,'function':{'name':'f','arguments':'}'}}",
				"{'index':0,'function':{'name':'f','arguments':''}}",
				"{'index':0,'function':{'name':'f','arguments':'{}'}}"))
			.containsExactly(" f {}", " f {}");
	}

	@Test
	void anIdMayRepeatWithItsName() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'a','function':{'name':'f','arguments':' '}}"))
			.containsExactly("a f {} ");
	}

	@Test
	void aLaterIdIsTaken() {
		assertThat(calls("{'index':0,'function':{'name':'f','arguments':''}}",
				"{'index':0,'id':'a','function':{'arguments':'{}'}}"))
			.containsExactly("a f {}");
	}

	@Test
	void argumentsMayBeAnObject() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}"))
			.containsExactly("a f {'x':1}");
	}

	@Test
	void chunksTellOfTheCallSoFar() {
		ToolCallAssembler assembler = assembler(3);
		IRStreamChunk.ToolUse first = assembler.add(json("{'index':5,'id':'a','function':{'name':'f'}}"));
		IRStreamChunk.ToolUse second = assembler.add(json("{'index':5,'function':{'arguments':'{}'}}"));
		assertThat(first).isEqualTo(new IRStreamChunk.ToolUse(3, 0, "a", "f", ""));
		assertThat(second).isEqualTo(new IRStreamChunk.ToolUse(3, 0, "a", "f", "{}"));
		assertThat(assembler.isEmpty()).isFalse();
		assertThat(assembler(0).isEmpty()).isTrue();
	}

	@Test
	void argumentsAreParsedWithoutLoss() {
		ToolUseContent call = call("{\"a\":1,\"b\":[1.5,null,true],\"c\":15924764223251450000,\"d\":{\"e\":\"é\"}}",
				FinishReason.TOOL_CALLS);
		assertThat(call.problem()).isNull();
		assertThat(call.input()).isEqualTo(Map.of("a", 1, "b", Arrays.asList(1.5, null, true), "c",
				new BigInteger("15924764223251450000"), "d", Map.of("e", "é")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":", "{\"a\":1}}", "{\"a\":1}{\"a\":1}", "{a:1}", "<|tool|>{}", "[1]", "\"text\"",
			"null", "1", "{\"a\":1,\"a\":2}" })
	void brokenArgumentsReachTheCallerWithTheProblem(String arguments) {
		ToolUseContent call = call(arguments, FinishReason.TOOL_CALLS);
		assertThat(call.arguments()).isEqualTo(arguments);
		assertThat(call.input()).isEmpty();
		assertThat(call.problem()).isNotBlank().doesNotContain(arguments).doesNotContain("token limit");
	}

	@Test
	void aCutAnswerExplainsBrokenArguments() {
		assertThat(call("{\"a\":", FinishReason.LENGTH).problem()).contains("token limit");
		assertThat(call("", FinishReason.LENGTH).problem()).contains("token limit");
		assertThat(call("{}", FinishReason.LENGTH).problem()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n" })
	void noArgumentsAreAnEmptyObject(String arguments) {
		ToolUseContent call = call(arguments, FinishReason.TOOL_CALLS);
		assertThat(call.problem()).isNull();
		assertThat(call.input()).isEmpty();
		assertThat(call.arguments()).isEqualTo(arguments);
	}

	@Test
	void aLaterIndexBelongsToTheCallThatHasNone() {
		assertThat(calls("{'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'index':1,'id':'b','function':{'name':'g','arguments':'{}'}}",
				"{'index':0,'function':{'arguments':'}'}}"))
			.containsExactly("a f {}", "b g {}");
	}

	@Test
	void aFragmentThatSaysNothingNewMakesNoChunk() {
		ToolCallAssembler assembler = assembler(0);
		assertThat(assembler.add(json("{'index':0,'id':'a','function':{'name':'f','arguments':''}}"))).isNotNull();
		assertThat(assembler.add(json("{'index':0,'id':'a','function':{'name':'f','arguments':''}}"))).isNull();
		assertThat(assembler.add(json("{'index':0}"))).isNull();
	}

	@Test
	void callsWithOneIdAreDifferentOnceTheArgumentsAreComplete() {
		assertThat(calls("{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'{\\'x\\':1}'}}",
				"{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'{\\'x\\':2}'}}"))
			.containsExactly("a f {'x':1}", "a f {'x':2}");
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'index':0,'id':'a','function':{'name':'g','arguments':'{}'}}"))
			.containsExactly("a f {}", "a g {}");
		assertThat(calls("{'id':'a','function':{'name':'f','arguments':'{}'}}",
				"{'id':'a','function':{'name':'f','arguments':'{'}}", "{'id':'a','function':{'arguments':'}'}}"))
			.containsExactly("a f {}", "a f {}");
	}

	@Test
	void callsWithEqualOrNoIndexAreDifferent() {
		assertThat(calls("{'index':0,'function':{'name':'f','arguments':'{\\'x\\':1}'}}",
				"{'index':0,'function':{'name':'f','arguments':'{\\'x\\':2}'}}"))
			.containsExactly(" f {'x':1}", " f {'x':2}");
		assertThat(calls("{'function':{'name':'f','arguments':'{}'}}", "{'function':{'name':'f','arguments':'{}'}}"))
			.containsExactly(" f {}", " f {}");
	}

	@Test
	void withoutIndexAndIdTheSameNameGoesOnUntilTheArgumentsAreComplete() {
		assertThat(calls("{'function':{'name':'f','arguments':'{'}}", "{'function':{'name':'f','arguments':'}'}}",
				"{'function':{'name':'f','arguments':'{}'}}"))
			.containsExactly(" f {}", " f {}");
	}

	@Test
	void aNameMayComeInPieces() {
		assertThat(calls("{'index':0,'id':'a','type':'function','function':{'name':'edit_ex','arguments':''}}",
				"{'index':0,'function':{'name':'isting_file'}}", "{'index':0,'function':{'arguments':'{}'}}"))
			.containsExactly("a edit_existing_file {}");
		assertThat(calls("{'index':0,'id':'a','type':'function','function':{'name':'edit_ex'}}",
				"{'index':0,'id':'a','type':'function','function':{'name':'isting_file','arguments':'{}'}}"))
			.containsExactly("a edit_existing_file {}");
		assertThat(calls("{'id':'a','function':{'name':'edit_ex'}}", "{'id':'a','function':{'name':'isting_file'}}"))
			.containsExactly("a edit_existing_file ");
		assertThat(calls("{'index':0,'function':{'name':'edit_ex'}}", "{'index':0,'function':{'name':'isting_file'}}",
				"{'index':0,'function':{'arguments':'{}'}}"))
			.containsExactly(" edit_existing_file {}");
	}

	@Test
	void aNameWithATypeOrAnIdOfItsOwnIsNoPiece() {
		assertThat(calls("{'index':0,'type':'function','function':{'name':'f'}}",
				"{'index':0,'type':'function','function':{'name':'g'}}"))
			.containsExactly(" f ", " g ");
		assertThat(calls("{'index':0,'function':{'name':'f'}}", "{'index':0,'id':'b','function':{'name':'g'}}"))
			.containsExactly(" f ", "b g ");
	}

	@Test
	void bracesWithinStringsEndNoArguments() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'x\\':\\'}'}}",
				"{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'}'}}"))
			.containsExactly("a f {'x':'}{'}");
	}

	@Test
	void indexesAreToldApartBeyond32Bits() {
		assertThat(calls("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'index':4294967296,'id':'b','function':{'name':'g','arguments':'{'}}",
				"{'index':0,'function':{'arguments':'}'}}", "{'index':4294967296,'function':{'arguments':'}'}}"))
			.containsExactly("a f {}", "b g {}");
	}

	@Test
	void ofAWholeMessageEachEntryIsACall() {
		ToolCallAssembler assembler = assembler(0);
		for (String call : List.of("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
				"{'index':0,'id':'a','function':{'name':'f','arguments':'}'}}", "{'function':{'name':'f'}}",
				"{'function':{'arguments':'{}'}}")) {
			assembler.addWhole(json(call));
		}
		assertThat(assembler.calls(FinishReason.TOOL_CALLS)).extracting(ToolUseContent::arguments)
			.containsExactly("{", "}", "", "{}");
	}

	@Test
	void numbersBeyondADoubleAreKept() {
		ToolUseContent call = call("{\"a\":1e999,\"b\":0.1}", FinishReason.TOOL_CALLS);
		assertThat(call.input()).isEqualTo(Map.of("a", new BigDecimal("1e999"), "b", 0.1));
	}

	private static ToolCallAssembler assembler(int choice) {
		return new ToolCallAssembler(choice, new ResponseSize(Long.MAX_VALUE), true);
	}

	private static List<String> calls(String... fragments) {
		ToolCallAssembler assembler = assembler(0);
		List<String> deltas = new ArrayList<>();
		for (String fragment : fragments) {
			IRStreamChunk.ToolUse chunk = assembler.add(json(fragment));
			if (chunk == null) {
				continue;
			}
			while (deltas.size() <= chunk.index()) {
				deltas.add("");
			}
			deltas.set(chunk.index(), deltas.get(chunk.index()) + chunk.argumentsDelta());
		}
		List<ToolUseContent> calls = assembler.calls(FinishReason.TOOL_CALLS);
		assertThat(calls).extracting(ToolUseContent::arguments).isEqualTo(deltas);
		return calls.stream()
			.map((call) -> call.id() + " " + call.name() + " " + call.arguments().replace('"', '\''))
			.toList();
	}

	private static ToolUseContent call(String arguments, FinishReason finishReason) {
		ToolCallAssembler assembler = assembler(0);
		assembler
			.add(Json.tree(Map.of("index", 0, "id", "a", "function", Map.of("name", "f", "arguments", arguments))));
		return assembler.calls(finishReason).get(0);
	}

	/** JSON with single quotes, escaped ones inside texts. */
	private static tools.jackson.databind.JsonNode json(String json) {
		return Json.read(json.replace("\\'", "\\\"").replaceAll("(?<!\\\\)'", "\""));
	}

}
