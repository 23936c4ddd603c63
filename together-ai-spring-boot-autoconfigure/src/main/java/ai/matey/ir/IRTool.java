package ai.matey.ir;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the model may call.
 *
 * @param name the name that the model uses to call it
 * @param description what it does, written for the model, or {@code null}
 * @param parameters the JSON schema of its arguments; empty for a tool without arguments
 * @param strict whether the model must follow the schema exactly, or {@code null} for the
 * provider's default
 * @since 0.1.0
 */
public record IRTool(String name, @Nullable String description, Map<String, @Nullable Object> parameters,
		@Nullable Boolean strict) {

	public IRTool {
		Objects.requireNonNull(name, "name must not be null");
		parameters = Copies.json(parameters);
	}

	/**
	 * Create a tool with the provider's default strictness.
	 * @param name the name that the model uses to call it
	 * @param description what it does, written for the model
	 * @param parameters the JSON schema of its arguments
	 */
	public IRTool(String name, String description, Map<String, @Nullable Object> parameters) {
		this(name, description, parameters, null);
	}

}
