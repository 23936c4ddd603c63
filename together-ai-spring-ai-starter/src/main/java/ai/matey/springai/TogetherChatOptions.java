package ai.matey.springai;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;

/**
 * Options for chat models on Together AI. Only what is set is sent; {@code null} leaves
 * the decision to Together. Immutable.
 *
 * <pre>{@code
 * chatClient.prompt("Why is the sky blue?")
 *     .options(TogetherChatOptions.builder().temperature(0.2).reasoningEffort("low"))
 *     .call()
 *     .content();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TogetherChatOptions extends DefaultToolCallingChatOptions implements StructuredOutputChatOptions {

	private final IRParameters parameters;

	private final @Nullable String toolChoice;

	private final @Nullable IRResponseFormat responseFormat;

	private final @Nullable String outputSchema;

	private final IRDeadlines deadlines;

	private final @Nullable Integer maxAttempts;

	private TogetherChatOptions(ToolCallingChatOptions portable, Builder builder) {
		super(portable.getToolCallbacks(), portable.getToolContext(), portable.getModel(),
				portable.getFrequencyPenalty(), portable.getMaxTokens(), portable.getPresencePenalty(),
				portable.getStopSequences(), portable.getTemperature(), portable.getTopK(), portable.getTopP());
		this.parameters = builder.parameters;
		this.toolChoice = builder.toolChoice;
		this.responseFormat = builder.responseFormat;
		this.outputSchema = builder.outputSchema;
		this.deadlines = builder.deadlines;
		this.maxAttempts = builder.maxAttempts;
	}

	/**
	 * Create a new builder without any options set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Convert options of any type to options for Together, as far as both types support
	 * them.
	 * @param options the options
	 * @return the converted options, or the same instance if it already has this type
	 */
	public static TogetherChatOptions from(ChatOptions options) {
		return (options instanceof TogetherChatOptions together) ? together : builder().copy(options).build();
	}

	@Override
	public Builder mutate() {
		Builder builder = new Builder().copy(this);
		builder.parameters = this.parameters;
		builder.toolChoice = this.toolChoice;
		builder.responseFormat = this.responseFormat;
		builder.outputSchema = this.outputSchema;
		builder.deadlines = this.deadlines;
		builder.maxAttempts = this.maxAttempts;
		return builder;
	}

	/**
	 * Return the minimum probability of a token, relative to the most likely one.
	 * @return a probability from 0 to 1, or {@code null}
	 */
	public @Nullable Double getMinP() {
		return this.parameters.minP();
	}

	/**
	 * Return the penalty for repetition.
	 * @return the penalty, where 1 is neutral, or {@code null}
	 */
	public @Nullable Double getRepetitionPenalty() {
		return this.parameters.repetitionPenalty();
	}

	/**
	 * Return the seed for repeatable sampling.
	 * @return the seed, or {@code null}
	 */
	public @Nullable BigInteger getSeed() {
		return this.parameters.seed();
	}

	/**
	 * Return the number of generations to request.
	 * @return the number, or {@code null}
	 */
	public @Nullable Integer getN() {
		return this.parameters.n();
	}

	/**
	 * Return the number of alternatives to report for each token.
	 * @return the number, where 0 reports only the chosen token, or {@code null} to
	 * report nothing
	 */
	public @Nullable Integer getLogprobs() {
		return this.parameters.logprobs();
	}

	/**
	 * Return the bias for each token ID.
	 * @return the biases, possibly empty
	 */
	public Map<String, Double> getLogitBias() {
		return this.parameters.logitBias();
	}

	/**
	 * Return whether a hybrid model reasons before it responds.
	 * @return whether it reasons, or {@code null}
	 */
	public @Nullable Boolean getReasoning() {
		return this.parameters.reasoning();
	}

	/**
	 * Return the effort of reasoning.
	 * @return the effort, such as {@code low}, {@code medium} or {@code high}, or {@code
	 * null}
	 */
	public @Nullable String getReasoningEffort() {
		return this.parameters.reasoningEffort();
	}

	/**
	 * Return the arguments of the model's chat template.
	 * @return the arguments, possibly empty
	 */
	public Map<String, ?> getChatTemplateKwargs() {
		return this.parameters.chatTemplateKwargs();
	}

	/**
	 * Return the moderation model that checks the tokens.
	 * @return the model, or {@code null}
	 */
	public @Nullable String getSafetyModel() {
		return this.parameters.safetyModel();
	}

	/**
	 * Return what happens if the prompt and {@code maxTokens} exceed the model's context
	 * length.
	 * @return {@code error} or {@code truncate}, or {@code null}
	 */
	public @Nullable String getContextLengthExceededBehavior() {
		return this.parameters.contextLengthExceededBehavior();
	}

	/**
	 * Return whether the model may request several tool calls at once.
	 * @return whether it may, or {@code null}
	 */
	public @Nullable Boolean getParallelToolCalls() {
		return (this.parameters.custom().get(Builder.PARALLEL_TOOL_CALLS) instanceof Boolean allowed) ? allowed : null;
	}

	/**
	 * Return the tool choice.
	 * @return {@code auto}, {@code none}, {@code required} the name of a tool, or {@code
	 * null}
	 */
	public @Nullable String getToolChoice() {
		return this.toolChoice;
	}

	/**
	 * Return the format of the response.
	 * @return the format, or {@code null} for any text
	 */
	public @Nullable IRResponseFormat getResponseFormat() {
		return this.responseFormat;
	}

	@Override
	public @Nullable String getOutputSchema() {
		return this.outputSchema;
	}

	/**
	 * Return additional fields, which are sent unchanged.
	 * @return the fields by their JSON name, possibly empty
	 */
	public Map<String, ?> getCustomFields() {
		return this.parameters.custom();
	}

	/**
	 * Return the deadlines of the call.
	 * @return the deadlines, which override those under {@code together.timeout}
	 */
	public IRDeadlines getDeadlines() {
		return this.deadlines;
	}

	/**
	 * Return the maximum number of attempts.
	 * @return the number, including the first attempt, or {@code null} for the one set
	 * under {@code together.retry}
	 */
	public @Nullable Integer getMaxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Return the options other than tools, format and deadlines.
	 */
	IRParameters parameters() {
		List<String> stop = getStopSequences();
		return this.parameters.mutate()
			.model(getModel())
			.frequencyPenalty(getFrequencyPenalty())
			.maxTokens(getMaxTokens())
			.presencePenalty(getPresencePenalty())
			.stopSequences((stop != null) ? stop : List.of())
			.temperature(getTemperature())
			.topK(getTopK())
			.topP(getTopP())
			.build();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof TogetherChatOptions that
				&& this.parameters.equals(that.parameters) && Objects.equals(this.toolChoice, that.toolChoice)
				&& Objects.equals(this.responseFormat, that.responseFormat)
				&& Objects.equals(this.outputSchema, that.outputSchema) && this.deadlines.equals(that.deadlines)
				&& Objects.equals(this.maxAttempts, that.maxAttempts);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.parameters, this.toolChoice, this.responseFormat, this.outputSchema,
				this.deadlines, this.maxAttempts);
	}

	/**
	 * Shows only the model and numbers, since other options may contain user input.
	 */
	@Override
	public String toString() {
		Collection<ToolCallback> tools = (getToolCallbacks() != null) ? getToolCallbacks() : List.of();
		return "TogetherChatOptions[model=" + getModel() + ", " + tools.size() + " tools, parameters=" + this.parameters
				+ "]";
	}

	/**
	 * Builder for {@link TogetherChatOptions}. Not thread-safe.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private static final String PARALLEL_TOOL_CALLS = "parallel_tool_calls";

		private IRParameters parameters = IRParameters.NONE;

		private @Nullable String toolChoice;

		private @Nullable IRResponseFormat responseFormat;

		private @Nullable String outputSchema;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private @Nullable Integer maxAttempts;

		private Builder() {
		}

		/**
		 * Set the minimum probability of a token, relative to the most likely one.
		 * @param minP a probability from 0 to 1, or {@code null}
		 * @return this builder
		 */
		public Builder minP(@Nullable Double minP) {
			return change((parameters) -> parameters.minP(minP));
		}

		/**
		 * Set the penalty for repetition.
		 * @param repetitionPenalty the penalty, where 1 is neutral, or {@code null}
		 * @return this builder
		 */
		public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
			return change((parameters) -> parameters.repetitionPenalty(repetitionPenalty));
		}

		/**
		 * Set the seed for repeatable sampling.
		 * @param seed the seed, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			return change((parameters) -> parameters.seed(seed));
		}

		/**
		 * Set the seed for repeatable sampling.
		 * @param seed the seed, such as one that a response reported, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable BigInteger seed) {
			return change((parameters) -> parameters.seed(seed));
		}

		/**
		 * Set the number of generations to request.
		 * @param n the number, or {@code null}
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			return change((parameters) -> parameters.n(n));
		}

		/**
		 * Set the number of alternatives to report for each token.
		 * @param logprobs the number, where 0 reports only the chosen token, or {@code
		 * null} to report nothing
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Integer logprobs) {
			return change((parameters) -> parameters.logprobs(logprobs));
		}

		/**
		 * Set the bias for each token ID.
		 * @param logitBias the biases; empty for none
		 * @return this builder
		 */
		public Builder logitBias(Map<String, Double> logitBias) {
			return change((parameters) -> parameters.logitBias(logitBias));
		}

		/**
		 * Set whether a hybrid model reasons before it responds.
		 * @param reasoning whether it reasons, or {@code null}
		 * @return this builder
		 */
		public Builder reasoning(@Nullable Boolean reasoning) {
			return change((parameters) -> parameters.reasoning(reasoning));
		}

		/**
		 * Set the effort of reasoning.
		 * @param reasoningEffort the effort, such as {@code low}, {@code medium} or
		 * {@code high}, or {@code null}
		 * @return this builder
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			return change((parameters) -> parameters.reasoningEffort(reasoningEffort));
		}

		/**
		 * Set the arguments of the model's chat template.
		 * @param chatTemplateKwargs the arguments; empty for none
		 * @return this builder
		 */
		public Builder chatTemplateKwargs(Map<String, ?> chatTemplateKwargs) {
			return change((parameters) -> parameters.chatTemplateKwargs(new LinkedHashMap<>(chatTemplateKwargs)));
		}

		/**
		 * Set the moderation model that checks the tokens.
		 * @param safetyModel the model, or {@code null}
		 * @return this builder
		 */
		public Builder safetyModel(@Nullable String safetyModel) {
			return change((parameters) -> parameters.safetyModel(safetyModel));
		}

		/**
		 * Set what happens if the prompt and {@code maxTokens} exceed the model's context
		 * length.
		 * @param behavior {@code error} or {@code truncate}, or {@code null}
		 * @return this builder
		 */
		public Builder contextLengthExceededBehavior(@Nullable String behavior) {
			return change((parameters) -> parameters.contextLengthExceededBehavior(behavior));
		}

		/**
		 * Set whether the model may request several tool calls at once.
		 * @param parallelToolCalls whether it may
		 * @return this builder
		 */
		public Builder parallelToolCalls(boolean parallelToolCalls) {
			return customField(PARALLEL_TOOL_CALLS, parallelToolCalls);
		}

		/**
		 * Set an additional field, which is sent unchanged, for options without a method
		 * here.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder customField(String name, @Nullable Object value) {
			return change((parameters) -> parameters.custom(name, value));
		}

		/**
		 * Set the tool choice.
		 * @param toolChoice {@code auto}, {@code none}, {@code required} the name of a
		 * tool, or {@code null}
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable String toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Set the format of the response. Replaces an output schema.
		 * @param responseFormat the format, or {@code null} for any text
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable IRResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			this.outputSchema = null;
			return this;
		}

		/**
		 * Set the JSON schema that the response must match. Replaces a response format.
		 * @param outputSchema the schema as JSON text, or {@code null} for any text
		 * @return this builder
		 * @throws IllegalArgumentException if the text is not a JSON object
		 */
		@Override
		public Builder outputSchema(@Nullable String outputSchema) {
			this.responseFormat = (outputSchema != null) ? schema(outputSchema) : null;
			this.outputSchema = outputSchema;
			return this;
		}

		/**
		 * Set the deadlines of the call.
		 * @param deadlines the deadlines, which override those under {@code
		 * together.timeout}
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Set the maximum number of attempts.
		 * @param maxAttempts the number, including the first attempt; 1 disables retries,
		 * and {@code null} uses the number set under {@code together.retry}
		 * @return this builder
		 */
		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Lay what is set in another builder over what is set here. Lists and maps are
		 * joined.
		 * @param other the other builder
		 * @return this builder
		 */
		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			if (other instanceof Builder that) {
				this.parameters = that.parameters.orElse(this.parameters);
				this.toolChoice = first(that.toolChoice, this.toolChoice);
				if (that.responseFormat != null) {
					this.responseFormat = that.responseFormat;
					this.outputSchema = that.outputSchema;
				}
				this.deadlines = that.deadlines.orElse(this.deadlines);
				this.maxAttempts = first(that.maxAttempts, this.maxAttempts);
			}
			else if (other instanceof StructuredOutputChatOptions.Builder<?>
					&& other.build() instanceof StructuredOutputChatOptions structured
					&& structured.getOutputSchema() != null) {
				outputSchema(structured.getOutputSchema());
			}
			return this;
		}

		@Override
		public TogetherChatOptions build() {
			return new TogetherChatOptions(super.build(), this);
		}

		private Builder change(Consumer<IRParameters.Builder> change) {
			IRParameters.Builder changed = this.parameters.mutate();
			change.accept(changed);
			this.parameters = changed.build();
			return this;
		}

		private Builder copy(ChatOptions options) {
			model(options.getModel()).frequencyPenalty(options.getFrequencyPenalty())
				.maxTokens(options.getMaxTokens())
				.presencePenalty(options.getPresencePenalty())
				.stopSequences(options.getStopSequences())
				.temperature(options.getTemperature())
				.topK(options.getTopK())
				.topP(options.getTopP());
			if (options instanceof ToolCallingChatOptions tools) {
				toolCallbacks(tools.getToolCallbacks()).toolContext(tools.getToolContext());
			}
			if (options instanceof StructuredOutputChatOptions structured
					&& !(options instanceof TogetherChatOptions)) {
				outputSchema(structured.getOutputSchema());
			}
			return this;
		}

		private static IRResponseFormat schema(String schema) {
			try {
				return new IRResponseFormat.JsonSchema("response", JsonText.read(schema));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("The output schema " + ex.getMessage(), ex);
			}
		}

		private static <T> @Nullable T first(@Nullable T over, @Nullable T under) {
			return (over != null) ? over : under;
		}

	}

}
