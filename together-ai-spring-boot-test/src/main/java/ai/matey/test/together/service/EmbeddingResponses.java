package ai.matey.test.together.service;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.Script;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates responses with embeddings: unit vectors that depend only on the words of a
 * text, so that texts with words in common are close to each other.
 */
final class EmbeddingResponses {

	private static final int DIMENSIONS = 1024;

	private static final int MOST_DIMENSIONS = 8192;

	private EmbeddingResponses() {
	}

	static Script create(String model, JsonNode body) {
		int dimensions = Json.integer(body, "dimensions", DIMENSIONS);
		if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
			throw ApiException.invalid("Made up by FakeTogether: dimensions must be between 1 and 8192.", "dimensions");
		}
		boolean base64 = "base64".equals(Json.string(body, "encoding_format"));
		ObjectNode response = Json.object().put("object", "list").put("model", model);
		ArrayNode data = response.putArray("data");
		for (String text : texts(body.path("input"))) {
			float[] vector = vector(text, dimensions);
			ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
			if (base64) {
				entry.put("embedding", base64(vector));
			}
			else {
				ArrayNode numbers = entry.putArray("embedding");
				for (float number : vector) {
					numbers.add(number);
				}
			}
		}
		return Script.json(200, Json.bytes(response));
	}

	private static List<String> texts(JsonNode input) {
		List<String> texts = new ArrayList<>();
		if (input.isString()) {
			texts.add(input.stringValue());
		}
		for (JsonNode entry : input) {
			texts.add(entry.isString() ? entry.stringValue() : "");
		}
		if (texts.isEmpty() || texts.contains("")) {
			throw ApiException.invalid("Made up by FakeTogether: input must be a text or texts, none of them empty.",
					"input");
		}
		return texts;
	}

	private static float[] vector(String text, int dimensions) {
		double[] sum = new double[dimensions];
		// The text itself counts a little because texts without words need a direction
		// too.
		add(sum, text.hashCode(), 0.1);
		Words.of(text).forEach((word) -> add(sum, word.hashCode(), 1));
		double square = 0;
		for (double part : sum) {
			square += part * part;
		}
		float[] vector = new float[dimensions];
		for (int index = 0; index < dimensions; index++) {
			vector[index] = (float) (sum[index] / Math.sqrt(square));
		}
		return vector;
	}

	private static void add(double[] sum, int seed, double weight) {
		SplittableRandom random = new SplittableRandom(seed);
		for (int index = 0; index < sum.length; index++) {
			sum[index] += weight * (random.nextDouble() * 2 - 1);
		}
	}

	private static String base64(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

}
