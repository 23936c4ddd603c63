package ai.matey.ir;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A model's request to run a tool.
 *
 * @param id the id assigned by the provider, empty if it assigned none
 * @param name the name of the tool
 * @param input the parsed arguments; empty if there were none or if they did not parse
 * @param arguments the arguments exactly as the model wrote them, or {@code null} for a
 * call created from {@code input}
 * @param problem why {@code arguments} did not parse as a JSON object, or {@code null} if
 * they did; check it before running the tool
 * @since 0.1.0
 */
public record ToolUseContent(String id, String name, Map<String, @Nullable Object> input, @Nullable String arguments,
		@Nullable String problem) implements MessageContent {

	public ToolUseContent {
		Objects.requireNonNull(id, "id must not be null");
		Objects.requireNonNull(name, "name must not be null");
		input = Copies.json(input);
	}

	/**
	 * Create a call from parsed arguments.
	 * @param id the id of the call
	 * @param name the name of the tool
	 * @param input the arguments: JSON values as maps, lists, strings, numbers, booleans
	 * and {@code null}
	 */
	public ToolUseContent(String id, String name, Map<String, @Nullable Object> input) {
		this(id, name, input, null, null);
	}

	@Override
	public String toString() {
		return "ToolUseContent[id=" + this.id + ", name=" + this.name + (this.problem != null ? ", broken" : "") + "]";
	}

}
