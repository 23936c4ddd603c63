package ai.matey.backend.together.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

/**
 * Joins the fragments of one choice's tool calls: by index, else by id, else in order.
 * Indexes can be missing, -1, or the same for calls with different ids; ids and arguments
 * can be missing or {@code null}.
 */
final class ToolCallAssembler {

	private final int choice;

	private final List<Call> calls = new ArrayList<>();

	ToolCallAssembler(int choice) {
		this.choice = choice;
	}

	/**
	 * Takes a fragment.
	 * @param fragment an entry of {@code tool_calls}
	 * @return the chunk that tells of it
	 */
	IRStreamChunk.ToolUse add(JsonNode fragment) {
		JsonNode function = fragment.path("function");
		String id = orEmpty(Json.text(fragment, "id"));
		String name = orEmpty(Json.text(function, "name"));
		String arguments = arguments(function.path("arguments"));
		JsonNode index = fragment.path("index");
		Call call = find(index.isIntegralNumber() ? index.numberValue().intValue() : -1, id, name, arguments);
		call.add(id, name, arguments);
		return new IRStreamChunk.ToolUse(this.choice, call.position, call.id, call.name, arguments);
	}

	/**
	 * The joined calls.
	 * @param finishReason why the model stopped; a cut answer can have cut arguments
	 * @return the calls in the order in which they were opened
	 */
	List<ToolUseContent> calls(FinishReason finishReason) {
		return this.calls.isEmpty() ? List.of()
				: this.calls.stream().map((call) -> call.toContent(finishReason)).toList();
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	private Call find(int index, String id, String name, String arguments) {
		Call candidate = candidate(index, id, name);
		if (candidate == null || (!name.isEmpty() && candidate.isOther(id, name, arguments))) {
			candidate = new Call(this.calls.size(), index);
			this.calls.add(candidate);
		}
		return candidate;
	}

	private @Nullable Call candidate(int index, String id, String name) {
		if (index >= 0) {
			Call sameIndex = last((call) -> call.index == index);
			// A fragment without a name goes on with a call; one that was opened without
			// an index may be it.
			return (sameIndex == null && name.isEmpty()) ? last((call) -> call.index < 0) : sameIndex;
		}
		if (!id.isEmpty()) {
			Call sameId = last((call) -> call.id.equals(id));
			return (sameId == null && name.isEmpty()) ? last((call) -> true) : sameId;
		}
		return name.isEmpty() ? last((call) -> true) : null;
	}

	private @Nullable Call last(Predicate<Call> condition) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			if (condition.test(this.calls.get(i))) {
				return this.calls.get(i);
			}
		}
		return null;
	}

	private static String arguments(JsonNode arguments) {
		if (arguments.isString()) {
			return arguments.stringValue();
		}
		// Not recorded, but seen of other servers: the parsed object in place of its
		// text.
		return arguments.isContainer() ? arguments.toString() : "";
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * A call that may still grow.
	 */
	private static final class Call {

		private final int position;

		private final int index;

		private String id = "";

		private String name = "";

		private final StringBuilder arguments = new StringBuilder();

		Call(int position, int index) {
			this.position = position;
			this.index = index;
		}

		void add(String id, String name, String arguments) {
			if (this.id.isEmpty()) {
				this.id = id;
			}
			if (this.name.isEmpty()) {
				this.name = name;
			}
			this.arguments.append(arguments);
		}

		/**
		 * Whether a fragment with a name opens another call at the same index. Where an
		 * id is missing, a new name does, and so do arguments after complete ones.
		 */
		boolean isOther(String id, String name, String arguments) {
			if (!id.isEmpty() && !this.id.isEmpty()) {
				return !this.id.equals(id);
			}
			return !this.name.isEmpty() && (!this.name.equals(name) || (!arguments.isEmpty() && isComplete()));
		}

		private boolean isComplete() {
			return !this.arguments.isEmpty() && toContent(FinishReason.TOOL_CALLS).problem() == null;
		}

		ToolUseContent toContent(FinishReason finishReason) {
			String raw = this.arguments.toString();
			if (raw.isBlank()) {
				String problem = (finishReason == FinishReason.LENGTH)
						? "the answer was cut at the token limit before the arguments came" : null;
				return new ToolUseContent(this.id, this.name, Map.of(), raw, problem);
			}
			try {
				JsonNode parsed = Json.readStrictly(raw);
				if (parsed.isObject()) {
					return new ToolUseContent(this.id, this.name, Json.map(parsed), raw, null);
				}
				return broken(raw, "the arguments are JSON but not an object");
			}
			catch (JacksonException ex) {
				return broken(raw, (finishReason == FinishReason.LENGTH) ? "the arguments were cut at the token limit"
						: "the arguments are not valid JSON, or name a key twice");
			}
		}

		private ToolUseContent broken(String raw, String problem) {
			return new ToolUseContent(this.id, this.name, Map.of(), raw, problem);
		}

	}

}
