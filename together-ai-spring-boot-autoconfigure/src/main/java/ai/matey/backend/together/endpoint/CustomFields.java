package ai.matey.backend.together.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Fields that a caller sets by their wire name.
 */
final class CustomFields {

	/** What decides how an answer is read cannot be changed behind the reader's back. */
	private static final Set<String> RESERVED = Set.of("model", "messages", "prompt", "input", "stream");

	private CustomFields() {
	}

	/**
	 * Add the fields to a body.
	 * @param body the body, with all of its other fields
	 * @param custom the fields
	 */
	static void add(Map<String, @Nullable Object> body, Map<String, @Nullable Object> custom) {
		custom.forEach((name, value) -> {
			if (RESERVED.contains(name)) {
				throw InvalidRequests.request("custom." + name,
						"cannot be set as a custom field; use the request's own");
			}
			if (body.containsKey(name) && !name.equals("stream_options")) {
				throw InvalidRequests.request("custom." + name,
						"is set as a custom field and by the request's own; set it once");
			}
			// The service refuses a plain text here.
			body.put(name, (name.equals("stop") && value instanceof String text) ? List.of(text) : value);
		});
	}

}
