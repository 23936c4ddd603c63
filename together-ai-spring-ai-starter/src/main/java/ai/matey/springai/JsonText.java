package ai.matey.springai;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON objects from text, the form in which Spring AI passes schemas and arguments.
 */
final class JsonText {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private JsonText() {
	}

	/**
	 * Read an object.
	 * @param <V> {@code Object} or a nullable {@code Object}, since compilers differ in
	 * which of them the types of another module require
	 * @param text the JSON text
	 * @return the object's fields
	 * @throws IllegalArgumentException if the text is not a JSON object; the message does
	 * not quote it
	 */
	@SuppressWarnings("unchecked")
	static <V extends @Nullable Object> Map<String, V> read(String text) {
		try {
			Map<String, V> object = (Map<String, V>) JsonMapper.shared().readValue(text, OBJECT);
			if (object != null) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("is not a JSON object: " + ex.getOriginalMessage());
		}
		throw new IllegalArgumentException("is not a JSON object: null");
	}

	static String write(Map<String, ?> object) {
		return JsonMapper.shared().writeValueAsString(object);
	}

}
