package ai.matey.test.together.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.matey.test.together.completion.Choice.ToolCall;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.json.SchemaSampler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Composes chat completions from the request, so that a reader can see that it was
 * understood.
 */
public final class ChatComposer {

	private static final String LABEL = "Made up by FakeTogether: ";

	private static final int QUOTE = 80;

	/** A fenced JSON object in a prompt. */
	private static final Pattern FENCED = Pattern.compile("```(?:json)?\\s*(\\{.*?\\})\\s*```", Pattern.DOTALL);

	private final ChatRequest request;

	private final CompletionOptions options;

	private final int number;

	/**
	 * Create a composer.
	 * @param request the request
	 * @param number the number of the request, which makes the ids of tool calls unique
	 */
	public ChatComposer(ChatRequest request, int number) {
		this.request = request;
		this.options = CompletionOptions.of(request.body());
		this.number = number;
	}

	/**
	 * Return the completion.
	 */
	public Completion compose() {
		List<Choice> choices = new ArrayList<>();
		for (int index = 0; index < this.options.choices(); index++) {
			choices.add(this.options.limit(choice(index)));
		}
		return Completion.of(choices, this.request.promptTokens(), this.options.logprobs());
	}

	private Choice choice(int index) {
		List<ToolCall> calls = toolCalls(index);
		String reasoning = this.request.reasons() ? reasoning(calls) : null;
		if (!calls.isEmpty()) {
			return new Choice(reasoning, "", calls, "tool_calls");
		}
		String json = json();
		return new Choice(reasoning, (json != null) ? json : text(index), List.of(), "stop");
	}

	private List<ToolCall> toolCalls(int choice) {
		List<ToolCall> calls = new ArrayList<>();
		for (JsonNode tool : this.request.toolsToCall()) {
			String id = String.format(Locale.ROOT, "call_%016x%04x%04x", this.number, choice, calls.size());
			JsonNode arguments = new SchemaSampler(this.request.lastUserText(), tool.path("parameters")).sample();
			calls.add(new ToolCall(id, ChatRequest.name(tool), Json.compact(arguments)));
		}
		return calls;
	}

	private @Nullable String json() {
		JsonNode format = this.request.body().path("response_format");
		String type = Json.string(format, "type");
		if ("json_schema".equals(type)) {
			JsonNode nested = format.path("json_schema").path("schema");
			JsonNode schema = nested.isMissingNode() ? format.path("schema") : nested;
			return Json.compact(new SchemaSampler(this.request.lastUserText(), schema).sample());
		}
		if ("json_object".equals(type)) {
			ObjectNode object = Json.object().put("made_up_by", "FakeTogether").put("model", this.request.model());
			object.put("question", quote(this.request.lastUserText()));
			return Json.compact(object.put("messages", this.request.messages().size()));
		}
		return jsonForPrompt();
	}

	/**
	 * Return JSON for a schema that stands in the prompt, where frameworks write it that
	 * send no response format.
	 */
	private @Nullable String jsonForPrompt() {
		String text = this.request.lastUserText();
		Matcher fenced = FENCED.matcher(text);
		while (fenced.find()) {
			JsonNode schema = Json.parseOrMissing(fenced.group(1));
			if (schema.has("$schema")) {
				return Json.compact(new SchemaSampler(text.substring(0, fenced.start()), schema).sample());
			}
		}
		return null;
	}

	private String text(int index) {
		StringBuilder text = new StringBuilder(LABEL);
		String question = quote(this.request.lastUserText());
		if (this.request.followsToolResult()) {
			text.append("the tool returned “%s”, and with that I answer “%s”. "
				.formatted(quote(ChatRequest.text(this.request.lastMessage())), question));
		}
		else {
			text.append("you asked %s “%s”. ".formatted(this.request.model(), question));
		}
		text.append("The request has ").append(count(this.request.messages().size(), "message"));
		if (this.request.attachments() > 0) {
			text.append(", ").append(count(this.request.attachments(), "attachment"));
		}
		List<String> tools = this.request.tools().stream().map(ChatRequest::name).toList();
		if (!tools.isEmpty()) {
			text.append(" and offers ").append(count(tools.size(), "tool")).append(": ");
			text.append(String.join(", ", tools)).append("; name one and I call it");
		}
		text.append(". No model has computed this; it only shows that your words arrived.");
		if (this.options.choices() > 1) {
			text.append(" This is choice %d of %d.".formatted(index + 1, this.options.choices()));
		}
		return text.toString();
	}

	private String reasoning(List<ToolCall> calls) {
		String plan = calls.isEmpty() ? "I answer by telling what I have read."
				: "It asks for " + calls.get(0).name() + ", so I call that.";
		return "%sthe user wrote “%s”. %s".formatted(LABEL, quote(this.request.lastUserText()), plan);
	}

	private static String count(int count, String noun) {
		return count + " " + noun + ((count == 1) ? "" : "s");
	}

	/**
	 * Return the text on one line, shortened if it is long.
	 */
	static String quote(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		if (line.length() <= QUOTE) {
			return line;
		}
		return line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, QUOTE) - 1)) + "…";
	}

}
