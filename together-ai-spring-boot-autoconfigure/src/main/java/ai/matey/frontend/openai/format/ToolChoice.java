package ai.matey.frontend.openai.format;

import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Whether the model should use a tool, and which one.
 *
 * @param value the JSON value: {@code auto}, {@code none}, {@code required}, or a map
 * that names a function
 * @since 0.1.0
 */
public record ToolChoice(@JsonValue Object value) {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public ToolChoice {
		Objects.requireNonNull(value, "value must not be null");
	}

	/**
	 * Create a choice that lets the model decide.
	 * @return the choice
	 */
	public static ToolChoice auto() {
		return new ToolChoice("auto");
	}

	/**
	 * Create a choice that forbids tools.
	 * @return the choice
	 */
	public static ToolChoice none() {
		return new ToolChoice("none");
	}

	/**
	 * Create a choice that requires any tool.
	 * @return the choice
	 */
	public static ToolChoice required() {
		return new ToolChoice("required");
	}

	/**
	 * Create a choice that requires a specific tool.
	 * @param name the name of the tool
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		return new ToolChoice(Map.of("type", "function", "function", Map.of("name", name)));
	}

}
