package ai.matey.springai;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.test.options.AbstractChatOptionsTests;

import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Spring AI's own contract, and what is more in the options.
 */
class TogetherChatOptionsTests extends AbstractChatOptionsTests<TogetherChatOptions, TogetherChatOptions.Builder> {

	private static final String SCHEMA = "{\"type\":\"object\"}";

	@Override
	protected Class<TogetherChatOptions> getConcreteOptionsClass() {
		return TogetherChatOptions.class;
	}

	@Override
	protected TogetherChatOptions.Builder readyToBuildBuilder() {
		return full();
	}

	@Test
	void everythingIsKept() {
		TogetherChatOptions options = full().build();
		assertThat(options.getModel()).isEqualTo("a/model");
		assertThat(options.getMinP()).isEqualTo(0.1);
		assertThat(options.getRepetitionPenalty()).isEqualTo(1.1);
		assertThat(options.getSeed()).isEqualTo(7L);
		assertThat(options.getN()).isEqualTo(2);
		assertThat(options.getLogprobs()).isEqualTo(3);
		assertThat(options.getLogitBias()).isEqualTo(Map.of("42", 1.5));
		assertThat(options.getReasoning()).isTrue();
		assertThat(options.getReasoningEffort()).isEqualTo("low");
		assertThat(options.getChatTemplateKwargs()).hasToString("{thinking=true}");
		assertThat(options.getSafetyModel()).isEqualTo("a/guard");
		assertThat(options.getContextLengthExceededBehavior()).isEqualTo("truncate");
		assertThat(options.getParallelToolCalls()).isFalse();
		assertThat(options.getToolChoice()).isEqualTo("required");
		assertThat(options.getOutputSchema()).isEqualTo(SCHEMA);
		assertThat(options.getCustomFields()).hasToString("{parallel_tool_calls=false, new_field=1}");
		assertThat(options.getDeadlines().total()).hasSeconds(9);
		assertThat(options.getMaxAttempts()).isEqualTo(4);
		IRParameters parameters = options.parameters();
		assertThat(parameters.model()).isEqualTo("a/model");
		assertThat(parameters.temperature()).isEqualTo(0.3);
		assertThat(parameters.maxTokens()).isEqualTo(100);
		assertThat(parameters.topP()).isEqualTo(0.9);
		assertThat(parameters.topK()).isEqualTo(50);
		assertThat(parameters.frequencyPenalty()).isEqualTo(0.4);
		assertThat(parameters.presencePenalty()).isEqualTo(0.5);
		assertThat(parameters.stopSequences()).containsExactly("END");
		assertThat(parameters.minP()).isEqualTo(0.1);
	}

	/**
	 * Values from {@code .properties} files and the environment are texts.
	 */
	@Test
	void aCustomFieldMayHaveAnyType() {
		assertThat(TogetherChatOptions.builder().customField("parallel_tool_calls", "false").build())
			.satisfies((options) -> assertThat(options.getParallelToolCalls()).isNull())
			.satisfies((options) -> assertThat(options.getCustomFields()).hasToString("{parallel_tool_calls=false}"));
	}

	@Test
	void whatIsSetWinsWhenCombined() {
		TogetherChatOptions combined = full()
			.combineWith(TogetherChatOptions.builder()
				.temperature(1.0)
				.seed(8L)
				.reasoningEffort("high")
				.toolChoice("auto")
				.customField("other", "x"))
			.build();
		assertThat(combined).isEqualTo(full().temperature(1.0)
			.seed(8L)
			.reasoningEffort("high")
			.toolChoice("auto")
			.customField("other", "x")
			.build());
	}

	@Test
	void mapsAreJoinedWhenCombined() {
		TogetherChatOptions combined = TogetherChatOptions.builder()
			.logitBias(Map.of("1", 1.0, "2", 2.0))
			.chatTemplateKwargs(Map.of("thinking", true))
			.combineWith(
					TogetherChatOptions.builder().logitBias(Map.of("2", 3.0)).chatTemplateKwargs(Map.of("depth", 4)))
			.build();
		assertThat(combined.getLogitBias()).isEqualTo(Map.of("1", 1.0, "2", 3.0));
		assertThat(combined.getChatTemplateKwargs()).isEqualTo(Map.of("thinking", true, "depth", 4));
	}

	@Test
	void nothingChangesWhenCombinedWithNothing() {
		assertThat(full().combineWith(TogetherChatOptions.builder()).build()).isEqualTo(full().build());
		assertThat(TogetherChatOptions.builder().combineWith(full()).build()).isEqualTo(full().build());
	}

	@Test
	void portableOptionsCanBeCombined() {
		TogetherChatOptions combined = full().combineWith(ChatOptions.builder().model("another/model").topK(1)).build();
		assertThat(combined).isEqualTo(full().model("another/model").topK(1).build());
		String schema = "{\"type\":\"array\"}";
		assertThat(full().combineWith(StructuredOutputChatOptions.builder().outputSchema(schema))
			.build()
			.getOutputSchema()).isEqualTo(schema);
	}

	@Test
	void portableOptionsAreUnderstood() {
		ToolCallingChatOptions portable = ToolCallingChatOptions.builder()
			.model("a/model")
			.temperature(0.3)
			.toolContext(Map.of("tenant", "a"))
			.build();
		TogetherChatOptions options = TogetherChatOptions.from(portable);
		assertThat(options.getModel()).isEqualTo("a/model");
		assertThat(options.getTemperature()).isEqualTo(0.3);
		assertThat(options.getToolContext()).isEqualTo(Map.of("tenant", "a"));
		assertThat(TogetherChatOptions.from(options)).isSameAs(options);
	}

	@Test
	void schemaAndFormatTakeEachOthersPlace() {
		IRResponseFormat json = new IRResponseFormat.JsonObject();
		assertThat(TogetherChatOptions.builder().outputSchema(SCHEMA).responseFormat(json).build().getOutputSchema())
			.isNull();
		assertThat(TogetherChatOptions.builder().responseFormat(json).outputSchema(SCHEMA).build().getResponseFormat())
			.isEqualTo(new IRResponseFormat.JsonSchema("response", Map.of("type", "object")));
		assertThat(full().outputSchema(null).build().getResponseFormat()).isNull();
	}

	@Test
	void schemaThatIsNoJsonIsRefusedWithoutShowingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TogetherChatOptions.builder().outputSchema("secret words"))
			.withMessageContaining("The output schema is not a JSON object")
			.withMessageNotContaining("words");
	}

	@Test
	void builtOptionsDoNotChangeWithTheirBuilder() {
		TogetherChatOptions.Builder builder = full();
		TogetherChatOptions before = builder.build();
		TogetherChatOptions.Builder clone = builder.clone();
		builder.seed(99L).customField("new_field", 2).stopSequences(List.of());
		assertThat(before).isEqualTo(full().build());
		assertThat(clone.build()).isEqualTo(full().build());
	}

	@Test
	void textShowsNoWordsOfUsers() {
		assertThat(full().toolContext(Map.of("secret", "words")).stopSequences(List.of("words")).build().toString())
			.contains("a/model")
			.doesNotContain("words");
	}

	static TogetherChatOptions.Builder full() {
		return TogetherChatOptions.builder()
			.model("a/model")
			.temperature(0.3)
			.maxTokens(100)
			.topP(0.9)
			.topK(50)
			.frequencyPenalty(0.4)
			.presencePenalty(0.5)
			.stopSequences(List.of("END"))
			.minP(0.1)
			.repetitionPenalty(1.1)
			.seed(7L)
			.n(2)
			.logprobs(3)
			.logitBias(Map.of("42", 1.5))
			.reasoning(true)
			.reasoningEffort("low")
			.chatTemplateKwargs(Map.of("thinking", true))
			.safetyModel("a/guard")
			.contextLengthExceededBehavior("truncate")
			.parallelToolCalls(false)
			.toolChoice("required")
			.outputSchema(SCHEMA)
			.customField("new_field", 1)
			.deadlines(IRDeadlines.INHERIT.withTotal(java.time.Duration.ofSeconds(9)))
			.maxAttempts(4);
	}

}
