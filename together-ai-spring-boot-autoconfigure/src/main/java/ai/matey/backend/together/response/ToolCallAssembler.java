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
 * Joins the fragments of one choice's tool calls: by index, else by id, else in order.
 * Indexes can be missing, -1, or the same for different calls; ids can be missing or the
 * same for different calls, and names can come in pieces. In a message that is whole each
 * entry is a call. Not thread-safe.
 */
final class ToolCallAssembler {

	private static final int CALL_SIZE = 4 * ResponseSize.OBJECT;

	private final int choice;

	private final ResponseSize size;

	private final boolean keepContent;

	private final List<ToolCallBuilder> calls = new ArrayList<>(0);

	/** The last call of each index. */
	private final Map<Long, ToolCallBuilder> byIndex = new HashMap<>(0);

	/** The last call of each id. */
	private final Map<String, ToolCallBuilder> byId = new HashMap<>(0);

	private @Nullable ToolCallBuilder lastWithoutIndex;

	ToolCallAssembler(int choice, ResponseSize size, boolean keepContent) {
		this.choice = choice;
		this.size = size;
		this.keepContent = keepContent;
	}

	/**
	 * Take a fragment of a stream.
	 * @param fragment an entry of {@code tool_calls}
	 * @return the chunk that tells of it, or {@code null} if it says nothing new
	 */
	IRStreamChunk.@Nullable ToolUse add(JsonNode fragment) {
		return add(fragment, false);
	}

	/**
	 * Take an entry of a message that is whole: no other entry belongs to the same call.
	 * @param call an entry of {@code tool_calls}
	 * @return the chunk that tells of it
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
		boolean opened = call == null || (!name.isEmpty() && call.isOther(id, name, arguments, typed));
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
			// A fragment without a name goes on with a call; one that was opened without
			// an index may be it.
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
		// Not recorded, but seen of other servers: the parsed object in place of its
		// text.
		return (arguments.isMissingNode() || arguments.isNull()) ? "" : arguments.toString();
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
