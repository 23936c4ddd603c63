package ai.matey.backend.together.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IREchoedPrompt;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;

/**
 * Assembles a response, either from the body of a plain call or from the events of a
 * stream. Not thread-safe.
 */
public final class ChatResponseAssembler {

	/** Fields that are mapped elsewhere or are the same in every response. */
	private static final Set<String> KNOWN = Set.of("id", "object", "model", "choices", "usage", "prompt", "warnings",
			"error", "finish_reason");

	/** More warnings are of no use, and each is copied whenever the metadata is built. */
	private static final int MAX_WARNINGS = 100;

	private static final int MAX_WARNING_LENGTH = 1000;

	private final AssemblyOptions options;

	private final ResponseSize size;

	private final IRMetadata.Builder metadata;

	/** The metadata that was built last, or {@code null} if it has changed since. */
	private @Nullable IRMetadata built;

	private final Map<Integer, ChoiceAssembler> choices = new TreeMap<>();

	private final List<IREchoedPrompt> echoedPrompt = new ArrayList<>(0);

	private final Set<IRWarning> warnings = new HashSet<>(0);

	private final ProviderFields fields;

	private @Nullable IRUsage usage;

	private @Nullable String responseId;

	private @Nullable String model;

	/**
	 * Create an assembler without content.
	 * @param start the metadata known before the response
	 * @param options the options for assembling the response
	 */
	public ChatResponseAssembler(IRMetadata start, AssemblyOptions options) {
		this.metadata = start.mutate();
		this.options = options;
		this.size = new ResponseSize(options.maxSize());
		this.fields = new ProviderFields(this.size);
	}

	/**
	 * Add a body or an event.
	 * @param root the JSON object
	 * @param messageField {@code message} in a body, {@code delta} in an event
	 * @param chunks receives the new chunks, without {@code start} and {@code done}
	 * @throws ResponseLimitException if the response becomes too large
	 */
	public void add(JsonNode root, String messageField, List<IRStreamChunk> chunks) {
		int warned = this.warnings.size();
		addHead(root);
		String finishReason = Json.text(root, "finish_reason");
		for (JsonNode choice : root.path("choices")) {
			JsonNode message = choice.path(messageField);
			boolean whole = message.isMissingNode() || messageField.equals("message");
			ChoiceAssembler assembler = choice(index(choice.path("index")));
			assembler.add(choice, message.isMissingNode() ? choice.path("message") : message, whole, chunks);
			assembler.finish(finishReason);
		}
		if (finishReason != null && root.path("choices").isEmpty()) {
			this.choices.values().forEach((choice) -> choice.finish(finishReason));
		}
		IRUsage usage = WireReader.usage(root.path("usage"));
		if (usage != null) {
			this.usage = usage;
		}
		if (usage != null || this.warnings.size() > warned) {
			chunks.add(new IRStreamChunk.Metadata(usage, metadata()));
		}
	}

	/**
	 * Choices that cannot be distinguished must not be merged.
	 */
	private static int index(JsonNode index) {
		Integer known = Json.index(index);
		if (known == null && index.isNumber()) {
			throw new IllegalArgumentException("The index of a choice is out of range");
		}
		return (known != null) ? known : 0;
	}

	/**
	 * End the response: nothing more will be added.
	 * @param chunks receives the chunks that were held back
	 */
	public void end(List<? super IRStreamChunk> chunks) {
		this.choices.values().forEach((choice) -> choice.end(chunks));
	}

	private void addHead(JsonNode root) {
		String id = Json.text(root, "id");
		if (id != null && !id.isEmpty() && !id.equals(this.responseId)) {
			this.responseId = id;
			change().providerResponseId(id);
		}
		String model = Json.text(root, "model");
		if (model != null && !model.isEmpty() && !model.equals(this.model)) {
			this.model = model;
			change().model(model);
		}
		WireReader.warnings(root, this::warnBounded);
		for (Map.Entry<String, JsonNode> field : root.properties()) {
			String name = field.getKey();
			if (!KNOWN.contains(name) && this.fields.put(name, field.getValue())) {
				change().custom(name, this.fields.get(name));
			}
		}
		if (!this.fields.isComplete()) {
			warnBounded(new IRWarning(IRWarning.Category.RESPONSE_INCOMPLETE,
					"The response has too many additional fields; not all of them were kept", null,
					ProviderNames.ADAPTER));
		}
		if (this.echoedPrompt.isEmpty()) {
			addEchoedPrompt(root.path("prompt"));
		}
	}

	private IRMetadata.Builder change() {
		this.built = null;
		return this.metadata;
	}

	private void warnBounded(IRWarning warning) {
		String message = warning.message();
		IRWarning kept = (message.length() <= MAX_WARNING_LENGTH) ? warning : new IRWarning(warning.category(),
				message.substring(0, MAX_WARNING_LENGTH) + "…", warning.field(), warning.source());
		if (this.warnings.size() > MAX_WARNINGS || this.warnings.contains(kept)) {
			return;
		}
		warn((this.warnings.size() < MAX_WARNINGS) ? kept : new IRWarning(IRWarning.Category.RESPONSE_INCOMPLETE,
				"There were too many warnings; not all of them were kept", "warnings", ProviderNames.ADAPTER));
	}

	private void addEchoedPrompt(JsonNode prompts) {
		for (JsonNode prompt : prompts.isArray() ? prompts : List.of(prompts)) {
			String text = prompt.isString() ? prompt.stringValue() : Json.text(prompt, "text");
			IRLogprobs logprobs = LogprobsReader.read(prompt, null);
			if (text != null || logprobs != null) {
				this.size.add(ResponseSize.OBJECT + ((text != null) ? text.length() : 0));
				this.echoedPrompt.add(new IREchoedPrompt(text, logprobs));
			}
		}
	}

	public ChoiceAssembler choice(int index) {
		return this.choices.computeIfAbsent(index,
				(number) -> new ChoiceAssembler(number, this.options, this.size, this::warnBounded));
	}

	public boolean hasContent() {
		return this.choices.values().stream().anyMatch(ChoiceAssembler::hasContent);
	}

	/**
	 * Return whether the response is complete. After an end marker, one finish reason is
	 * enough; without it, every choice needs one.
	 * @param marked whether the end marker was received
	 * @return {@code false} also if there are no choices
	 */
	public boolean isFinished(boolean marked) {
		return marked ? this.choices.values().stream().anyMatch((choice) -> choice.isFinished(true))
				: !this.choices.isEmpty()
						&& this.choices.values().stream().allMatch((choice) -> choice.isFinished(false));
	}

	public @Nullable String responseId() {
		return this.responseId;
	}

	public boolean hasUsage() {
		return this.usage != null;
	}

	public void warn(IRWarning warning) {
		if (this.warnings.add(warning)) {
			change().warning(warning);
		}
	}

	public IRMetadata metadata() {
		IRMetadata metadata = this.built;
		if (metadata == null) {
			metadata = this.metadata.build();
			this.built = metadata;
		}
		return metadata;
	}

	/**
	 * Return what was received so far.
	 * @param latency the time since the request was sent
	 * @param raw the provider's body, or {@code null}
	 * @return the response
	 */
	public IRChatResponse toResponse(Duration latency, @Nullable String raw) {
		List<IRChoice> choices = this.choices.values().stream().map(ChoiceAssembler::toChoice).toList();
		return new IRChatResponse(choices, this.usage, change().latency(latency).build(), this.echoedPrompt, raw);
	}

}
