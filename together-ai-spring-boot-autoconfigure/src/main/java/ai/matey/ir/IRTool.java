package ai.matey.ir;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the model may ask for.
 *
 * @param name the name by which the model calls it
 * @param description what it does, written for the model, or {@code null}
 * @param parameters the JSON schema of its arguments; empty for a tool without arguments
 * @param strict whether the model must keep to the schema, or {@code null} to leave that
 * to the provider
 */
public record IRTool(String name, @Nullable String description, Map<String, @Nullable Object> parameters,
		@Nullable Boolean strict) {

	public IRTool {
		Objects.requireNonNull(name, "name must not be null");
		parameters = Copies.json(parameters);
	}

	/**
	 * A tool whose strictness is left to the provider.
	 * @param name the name by which the model calls it
	 * @param description what it does, written for the model
	 * @param parameters the JSON schema of its arguments
	 */
	public IRTool(String name, String description, Map<String, @Nullable Object> parameters) {
		this(name, description, parameters, null);
	}

}
