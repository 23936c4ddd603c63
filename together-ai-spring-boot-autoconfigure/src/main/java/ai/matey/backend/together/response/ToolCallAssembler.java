package ai.matey.backend.together.response;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

/**
 * Joins the fragments of one choice's tool calls: by index, otherwise by ID, otherwise by
 * order. Indexes can be missing, -1 or the same for different calls; IDs can be missing
 * or the same for different calls; names can arrive in pieces. In a complete message,
 * each entry is one call. Not thread-safe.
 */
final class ToolCallAssembler {

	private static final int CALL_SIZE = 4 * ResponseSize.OBJECT;

	private final int choice;

	private final ResponseSize size;

	private final boolean keepContent;

	private final List<ToolCallBuilder> calls = new ArrayList<>(0);

	/** The last call with each index. */
	private final Map<Long, ToolCallBuilder> byIndex = new HashMap<>(0);

	/** The last call with each ID. */
	private final Map<String, ToolCallBuilder> byId = new HashMap<>(0);

	private @Nullable ToolCallBuilder lastWithoutIndex;

	ToolCallAssembler(int choice, ResponseSize size, boolean keepContent) {
		this.choice = choice;
		this.size = size;
		this.keepContent = keepContent;
	}

	/**
	 * Add a fragment from a stream.
	 * @param fragment an entry of {@code tool_calls}
	 * @return the resulting chunk, or {@code null} if there is nothing new
	 */
	IRStreamChunk.@Nullable ToolUse add(JsonNode fragment) {
		return add(fragment, false);
	}

	/**
	 * Add an entry of a complete message, in which each entry is one call.
	 * @param call an entry of {@code tool_calls}
	 * @return the resulting chunk
	 */
	IRStreamChunk.@Nullable ToolUse addWhole(JsonNode call) {
		return add(call, true);
	}

	private IRStreamChunk.@Nullable ToolUse add(JsonNode fragment, boolean whole) {
		JsonNode function = fragment.path("function");
		String id = orEmpty(Json.text(fragment, "id"));
		String name = orEmpty(Json.text(function, "name"));
		String arguments = arguments(function.path("arguments"));
		Long given = Json.integer(fragment, "index");
		long index = (given != null && given >= 0) ? given : -1;
		ToolCallBuilder call = whole ? null : candidate(index, id, name);
		boolean typed = fragment.path("type").isString();
		boolean opened = call == null || (!name.isEmpty() && call.startsOtherCall(id, name, arguments, typed));
		if (call == null || opened) {
			call = open(index);
		}
		boolean news = call.add(id, name, arguments);
		if (!id.isEmpty() && call.id().equals(id)) {
			this.byId.put(id, call);
		}
		this.size.add(id.length() + name.length() + (this.keepContent ? arguments.length() : 0));
		return (opened || news)
				? new IRStreamChunk.ToolUse(this.choice, call.position(), call.id(), call.name(), arguments) : null;
	}

	/**
	 * Return the joined calls.
	 * @param finishReason why the model stopped; a truncated response can have truncated
	 * arguments
	 * @return the calls in the order in which they started
	 */
	List<ToolUseContent> calls(FinishReason finishReason) {
		return this.calls.isEmpty() ? List.of()
				: this.calls.stream().map((call) -> call.toContent(finishReason)).toList();
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	private ToolCallBuilder open(long index) {
		this.size.add(CALL_SIZE);
		ToolCallBuilder call = new ToolCallBuilder(this.calls.size(), index, this.keepContent);
		this.calls.add(call);
		if (index >= 0) {
			this.byIndex.put(index, call);
		}
		else {
			this.lastWithoutIndex = call;
		}
		return call;
	}

	private @Nullable ToolCallBuilder candidate(long index, String id, String name) {
		if (index >= 0) {
			ToolCallBuilder sameIndex = this.byIndex.get(index);
			// A fragment without a name continues a call, possibly one that started
			// without an index.
			return (sameIndex == null && name.isEmpty()) ? this.lastWithoutIndex : sameIndex;
		}
		if (!id.isEmpty()) {
			ToolCallBuilder sameId = this.byId.get(id);
			return (sameId == null && name.isEmpty()) ? last() : sameId;
		}
		ToolCallBuilder last = last();
		return (name.isEmpty() || (last != null && last.isContinuedBy(name))) ? last : null;
	}

	private @Nullable ToolCallBuilder last() {
		return this.calls.isEmpty() ? null : this.calls.get(this.calls.size() - 1);
	}

	private static String arguments(JsonNode arguments) {
		if (arguments.isString()) {
			return arguments.stringValue();
		}
		// Not in recordings, but other servers send the parsed object instead of a
		// string.
		return (arguments.isMissingNode() || arguments.isNull()) ? "" : arguments.toString();
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
