package ai.matey.backend.together.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Fields that a caller sets by the name used in the JSON body.
 */
final class CustomFields {

	/** Fields that determine how the response is read must not be overridden. */
	private static final Set<String> RESERVED = Set.of("model", "messages", "prompt", "input", "stream");

	private CustomFields() {
	}

	/**
	 * Add the fields to a body.
	 * @param body the body with all other fields
	 * @param custom the fields
	 */
	static void add(Map<String, @Nullable Object> body, Map<String, @Nullable Object> custom) {
		custom.forEach((name, value) -> {
			if (RESERVED.contains(name)) {
				throw InvalidRequests.request("custom." + name,
						"cannot be set as a custom field; set it in the request itself");
			}
			if (body.containsKey(name) && !name.equals("stream_options")) {
				throw InvalidRequests.request("custom." + name,
						"is set both as a custom field and in the request; set it only once");
			}
			// The service rejects a plain string here.
			body.put(name, (name.equals("stop") && value instanceof String text) ? List.of(text) : value);
		});
	}

}
