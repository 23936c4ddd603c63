package ai.matey.backend.together.response;

import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.FinishReason;
import ai.matey.ir.ToolUseContent;

/**
 * One tool call while its fragments come. Not thread-safe.
 */
final class ToolCallBuilder {

	/** Longest name that is put together from pieces. */
	private static final int MAX_NAME = 256;

	private final int position;

	private final long index;

	private final boolean keepArguments;

	private final StringBuilder arguments = new StringBuilder(0);

	private final ObjectEndScanner end = new ObjectEndScanner();

	private String id = "";

	private String name = "";

	/**
	 * Create a call without anything in it.
	 * @param position its number among the calls of its choice
	 * @param index the provider's number, or -1 if it gave none
	 * @param keepArguments whether the arguments are wanted in the end
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
	 * Take a fragment that belongs to this call.
	 * @return whether it said anything new
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
	 * Whether a fragment that has a name, and may belong to this call by its index or id,
	 * opens another call all the same.
	 * @param id the fragment's id, or an empty text
	 * @param name its name
	 * @param arguments its arguments, or an empty text
	 * @param typed whether it says what type of call it is, as first fragments do
	 * @return whether it belongs to another call
	 */
	boolean isOther(String id, String name, String arguments, boolean typed) {
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
	 * Some engines send a name in pieces, all of them before the arguments.
	 */
	private boolean isPieceOfName(String id, boolean sameId, String name, boolean typed) {
		if (this.end.hasBegun() || this.name.length() + name.length() > MAX_NAME) {
			return false;
		}
		return id.isEmpty() ? (!this.id.isEmpty() || !typed) : sameId;
	}

	/**
	 * Whether a fragment with neither id nor index goes on with this call, since it
	 * repeats the name and the arguments are not over.
	 */
	boolean isContinuedBy(String name) {
		return this.index < 0 && this.id.isEmpty() && this.name.equals(name) && this.end.hasBegun()
				&& !this.end.isReached();
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
