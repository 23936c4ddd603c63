package ai.matey.frontend.openai.format;

import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Whether and which tool the model shall use.
 *
 * @param value the JSON value: {@code auto}, {@code none}, {@code required}, or a map
 * that names a function
 */
public record ToolChoice(@JsonValue Object value) {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public ToolChoice {
		Objects.requireNonNull(value, "value must not be null");
	}

	/**
	 * Let the model decide.
	 * @return the choice
	 */
	public static ToolChoice auto() {
		return new ToolChoice("auto");
	}

	/**
	 * Forbid tools.
	 * @return the choice
	 */
	public static ToolChoice none() {
		return new ToolChoice("none");
	}

	/**
	 * Require some tool.
	 * @return the choice
	 */
	public static ToolChoice required() {
		return new ToolChoice("required");
	}

	/**
	 * Require this tool.
	 * @param name the tool's name
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		return new ToolChoice(Map.of("type", "function", "function", Map.of("name", name)));
	}

}
