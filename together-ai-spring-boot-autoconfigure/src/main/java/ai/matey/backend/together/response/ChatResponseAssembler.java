package ai.matey.backend.together.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
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
	private static final Set<String> KNOWN = Set.of("id", "object", "created", "model", "choices", "usage", "prompt",
			"warnings", "error");

	private final IRMetadata.Builder metadata;

	private final Map<Integer, ChoiceAssembler> choices = new TreeMap<>();

	private final List<IREchoedPrompt> echoedPrompt = new ArrayList<>(0);

	private final List<IRWarning> warnings = new ArrayList<>(0);

	private final boolean splitThinkTags;

	private @Nullable IRUsage usage;

	private @Nullable String responseId;

	public ChatResponseAssembler(IRMetadata start, boolean splitThinkTags) {
		this.metadata = start.mutate();
		this.splitThinkTags = splitThinkTags;
	}

	/**
	 * Takes a body or an event.
	 * @param root the JSON object
	 * @param messageField {@code message} in a body, {@code delta} in an event
	 * @param chunks receives what is new, without {@code start} and {@code done}
	 */
	public void add(JsonNode root, String messageField, List<IRStreamChunk> chunks) {
		int warned = this.warnings.size();
		addHead(root);
		for (JsonNode choice : root.path("choices")) {
			JsonNode index = choice.path("index");
			JsonNode message = choice.path(messageField);
			choice(index.isIntegralNumber() ? index.numberValue().intValue() : 0).add(choice,
					message.isMissingNode() ? choice.path("message") : message, chunks);
		}
		IRUsage usage = WireReader.usage(root.path("usage"));
		if (usage != null) {
			this.usage = usage;
		}
		if (usage != null || this.warnings.size() > warned) {
			chunks.add(new IRStreamChunk.Metadata(usage, this.metadata.build()));
		}
	}

	/**
	 * Ends the answer: nothing more will be added.
	 * @param chunks receives what was held back
	 */
	public void end(List<? super IRStreamChunk> chunks) {
		this.choices.values().forEach((choice) -> choice.end(chunks));
	}

	private void addHead(JsonNode root) {
		String id = Json.text(root, "id");
		if (id != null && !id.isEmpty()) {
			this.responseId = id;
			this.metadata.providerResponseId(id);
		}
		String model = Json.text(root, "model");
		if (model != null && !model.isEmpty()) {
			this.metadata.model(model);
		}
		WireReader.warnings(root, (warning) -> {
			if (!this.warnings.contains(warning)) {
				this.warnings.add(warning);
				this.metadata.warning(warning);
			}
		});
		root.properties().forEach((field) -> {
			if (!KNOWN.contains(field.getKey()) && !field.getValue().isNull()) {
				this.metadata.custom(field.getKey(), Json.value(field.getValue()));
			}
		});
		if (this.echoedPrompt.isEmpty()) {
			addEchoedPrompt(root.path("prompt"));
		}
	}

	private void addEchoedPrompt(JsonNode prompts) {
		for (JsonNode prompt : prompts.isArray() ? prompts : List.of(prompts)) {
			String text = prompt.isString() ? prompt.stringValue() : Json.text(prompt, "text");
			IRLogprobs logprobs = LogprobsReader.read(prompt, null);
			if (text != null || logprobs != null) {
				this.echoedPrompt.add(new IREchoedPrompt(text, logprobs));
			}
		}
	}

	public ChoiceAssembler choice(int index) {
		return this.choices.computeIfAbsent(index, (number) -> new ChoiceAssembler(number, this.splitThinkTags));
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
		this.metadata.warning(warning);
	}

	public IRMetadata metadata() {
		return this.metadata.build();
	}

	/**
	 * What has come so far.
	 * @param latency the time since the request was sent
	 * @param raw the provider's body, or {@code null}
	 * @return the answer
	 */
	public IRChatResponse toResponse(Duration latency, @Nullable String raw) {
		List<IRChoice> choices = this.choices.values().stream().map(ChoiceAssembler::toChoice).toList();
		return new IRChatResponse(choices, this.usage, this.metadata.latency(latency).build(), this.echoedPrompt, raw);
	}

}
