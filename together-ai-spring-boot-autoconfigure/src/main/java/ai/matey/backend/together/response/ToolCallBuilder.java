package ai.matey.backend.together.response;

import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.FinishReason;
import ai.matey.ir.ToolUseContent;

/**
 * Builds one tool call from its fragments. Not thread-safe.
 */
final class ToolCallBuilder {

	/** Maximum length of a name that is joined from pieces. */
	private static final int MAX_NAME = 256;

	private final int position;

	private final long index;

	private final boolean keepArguments;

	private final StringBuilder arguments = new StringBuilder(0);

	private final ObjectEndScanner end = new ObjectEndScanner();

	private String id = "";

	private String name = "";

	/**
	 * Create a builder for an empty call.
	 * @param position the position among the calls of the choice
	 * @param index the index from the provider, or -1 if there is none
	 * @param keepArguments whether to keep the arguments for the assembled response
	 */
	ToolCallBuilder(int position, long index, boolean keepArguments) {
		this.position = position;
		this.index = index;
		this.keepArguments = keepArguments;
	}

	int position() {
		return this.position;
	}

	long index() {
		return this.index;
	}

	String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	/**
	 * Add a fragment that belongs to this call.
	 * @return whether the fragment contained anything new
	 */
	boolean add(String id, String name, String arguments) {
		boolean news = !arguments.isEmpty();
		if (this.id.isEmpty() && !id.isEmpty()) {
			this.id = id;
			news = true;
		}
		if (!name.isEmpty() && !name.equals(this.name)) {
			this.name = this.name + name;
			news = true;
		}
		this.end.add(arguments);
		if (this.keepArguments) {
			this.arguments.append(arguments);
		}
		return news;
	}

	/**
	 * Return whether a fragment with a name starts another call, although its index or ID
	 * matches this call.
	 * @param id the ID of the fragment, or an empty text
	 * @param name the name
	 * @param arguments the arguments, or an empty text
	 * @param typed whether the fragment has a type, as first fragments do
	 * @return whether it belongs to another call
	 */
	boolean startsOtherCall(String id, String name, String arguments, boolean typed) {
		boolean sameId = id.equals(this.id);
		if (!sameId && !id.isEmpty() && !this.id.isEmpty()) {
			return true;
		}
		if (this.name.isEmpty()) {
			return false;
		}
		if (this.name.equals(name)) {
			return !arguments.isBlank() && this.end.isReached();
		}
		return !isPieceOfName(id, sameId, name, typed);
	}

	/**
	 * Some engines send a name in pieces, all before the arguments.
	 */
	private boolean isPieceOfName(String id, boolean sameId, String name, boolean typed) {
		if (this.end.hasBegun() || this.name.length() + name.length() > MAX_NAME) {
			return false;
		}
		return id.isEmpty() ? (!this.id.isEmpty() || !typed) : sameId;
	}

	/**
	 * Whether a fragment without ID and index continues this call, because it repeats the
	 * name and the arguments are incomplete.
	 */
	boolean isContinuedBy(String name) {
		return this.index < 0 && this.id.isEmpty() && this.name.equals(name) && this.end.hasBegun()
				&& !this.end.isReached();
	}

	ToolUseContent toContent(FinishReason finishReason) {
		String raw = this.arguments.toString();
		if (raw.isBlank()) {
			String problem = (finishReason == FinishReason.LENGTH)
					? "the response was cut off at the token limit before the arguments" : null;
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
			return broken(raw, (finishReason == FinishReason.LENGTH) ? "the arguments were cut off at the token limit"
					: "the arguments are not valid JSON or contain a duplicate key");
		}
	}

	private ToolUseContent broken(String raw, String problem) {
		return new ToolUseContent(this.id, this.name, Map.of(), raw, problem);
	}

}
