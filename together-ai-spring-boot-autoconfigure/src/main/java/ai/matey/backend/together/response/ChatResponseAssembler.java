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
 * An answer while it is read: the same for the one body of a plain call and for the many
 * events of a stream. Not thread-safe.
 */
public final class ChatResponseAssembler {

	/** Fields with a place of their own, or that repeat what every answer says. */
	private static final Set<String> KNOWN = Set.of("id", "object", "model", "choices", "usage", "prompt", "warnings",
			"error", "finish_reason");

	/** More say nothing to anybody, and each one is copied with every view of them. */
	private static final int MAX_WARNINGS = 100;

	private static final int MAX_WARNING_LENGTH = 1000;

	private final AssemblyOptions options;

	private final ResponseSize size;

	private final IRMetadata.Builder metadata;

	/** The metadata as it was last asked for, while nothing changes. */
	private @Nullable IRMetadata built;

	private final Map<Integer, ChoiceAssembler> choices = new TreeMap<>();

	private final List<IREchoedPrompt> echoedPrompt = new ArrayList<>(0);

	private final Set<IRWarning> warnings = new HashSet<>(0);

	private final ProviderFields fields;

	private @Nullable IRUsage usage;

	private @Nullable String responseId;

	private @Nullable String model;

	/**
	 * Create an assembler of an empty response.
	 * @param start what is known before the response
	 * @param options how it is assembled
	 */
	public ChatResponseAssembler(IRMetadata start, AssemblyOptions options) {
		this.metadata = start.mutate();
		this.options = options;
		this.size = new ResponseSize(options.maxSize());
		this.fields = new ProviderFields(this.size);
	}

	/**
	 * Take a body or an event.
	 * @param root the JSON object
	 * @param messageField {@code message} in a body, {@code delta} in an event
	 * @param chunks receives what is new, without {@code start} and {@code done}
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
	 * Choices that cannot be told apart must not be joined.
	 */
	private static int index(JsonNode index) {
		Integer known = Json.index(index);
		if (known == null && index.isNumber()) {
			throw new IllegalArgumentException("A choice has an index that is out of range");
		}
		return (known != null) ? known : 0;
	}

	/**
	 * End the answer: nothing more will be added.
	 * @param chunks receives what was held back
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
			warnBounded(new IRWarning(IRWarning.Category.ANSWER_INCOMPLETE, "The answer has more fields than are kept",
					null, ProviderNames.ADAPTER));
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
		warn((this.warnings.size() < MAX_WARNINGS) ? kept : new IRWarning(IRWarning.Category.ANSWER_INCOMPLETE,
				"There were more warnings than are kept", "warnings", ProviderNames.ADAPTER));
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
	 * Whether the answer is whole. Behind an end mark one reason to have stopped is
	 * enough; without one every choice needs its own.
	 * @param marked whether the end mark came
	 * @return {@code false} also if there is no choice at all
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
	 * What has come so far.
	 * @param latency the time since the request was sent
	 * @param raw the provider's body, or {@code null}
	 * @return the answer
	 */
	public IRChatResponse toResponse(Duration latency, @Nullable String raw) {
		List<IRChoice> choices = this.choices.values().stream().map(ChoiceAssembler::toChoice).toList();
		return new IRChatResponse(choices, this.usage, change().latency(latency).build(), this.echoedPrompt, raw);
	}

}
