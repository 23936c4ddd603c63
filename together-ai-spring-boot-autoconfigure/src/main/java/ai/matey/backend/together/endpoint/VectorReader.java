package ai.matey.backend.together.endpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads vectors, which are arrays of JSON numbers or base64-encoded little-endian 32-bit
 * floats.
 */
final class VectorReader {

	private VectorReader() {
	}

	/**
	 * Read a vector.
	 * @param embedding the field
	 * @return the vector, or {@code null} if the field is not a vector
	 */
	static float @Nullable [] read(JsonNode embedding) {
		if (embedding.isString()) {
			return decode(embedding.stringValue());
		}
		if (!embedding.isArray() || embedding.isEmpty()) {
			return null;
		}
		float[] vector = new float[embedding.size()];
		for (int i = 0; i < vector.length; i++) {
			JsonNode number = embedding.path(i);
			if (!number.isNumber()) {
				return null;
			}
			vector[i] = number.numberValue().floatValue();
		}
		return isFinite(vector) ? vector : null;
	}

	private static float @Nullable [] decode(String base64) {
		try {
			byte[] bytes = Base64.getDecoder().decode(base64);
			if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
				return null;
			}
			float[] vector = new float[bytes.length / Float.BYTES];
			ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
			return isFinite(vector) ? vector : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * A component that is not a number would be serialized as a string and would break
	 * every comparison.
	 */
	private static boolean isFinite(float[] vector) {
		for (float component : vector) {
			if (!Float.isFinite(component)) {
				return false;
			}
		}
		return true;
	}

}
