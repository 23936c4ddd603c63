package ai.matey.frontend.openai;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.ToolUseContent;

/**
 * The arguments of a tool call, which are JSON text in OpenAI's format and both parsed
 * and text in IR. It has its own mapper, so that an application's settings do not change
 * the result.
 */
final class ToolArguments {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ToolArguments() {
	}

	/**
	 * Read arguments. If they are not a JSON object, keep their text together with the
	 * problem.
	 */
	static ToolUseContent read(String id, String name, @Nullable String arguments) {
		if (arguments == null || arguments.isBlank()) {
			return new ToolUseContent(id, name, Map.of(), arguments, null);
		}
		try {
			if (JSON.readValue(arguments, Object.class) instanceof Map<?, ?> map) {
				Map<String, @Nullable Object> input = new LinkedHashMap<>(map.size() * 2);
				map.forEach((key, value) -> input.put((String) key, value));
				return new ToolUseContent(id, name, input, arguments, null);
			}
			return new ToolUseContent(id, name, Map.of(), arguments, "The arguments are JSON, but not an object");
		}
		catch (JacksonException ex) {
			// Jackson's message can repeat a piece of the arguments
			TokenStreamLocation location = ex.getLocation();
			String where = (location != null)
					? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
			return new ToolUseContent(id, name, Map.of(), arguments, "The arguments are not valid JSON" + where);
		}
	}

	/**
	 * Return the arguments as the model wrote them, otherwise as JSON.
	 */
	static String write(ToolUseContent call) {
		String arguments = call.arguments();
		return (arguments != null) ? arguments : JSON.writeValueAsString(call.input());
	}

}
