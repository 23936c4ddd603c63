package ai.matey.test.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * A plain client for one server.
 */
final class TestClient {

	static final String LLAMA = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	static final String GPT_OSS = "openai/gpt-oss-20b";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String baseUrl;

	TestClient(FakeTogether fake) {
		this.baseUrl = fake.baseUrl();
	}

	static String chat(String model, String more) {
		return """
				{"model":"%s","messages":[{"role":"user","content":"Hello, who are you?"}]%s}""".formatted(model, more);
	}

	HttpResponse<String> post(String path, String body) {
		return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET().build());
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.timeout(Duration.ofSeconds(10))
			.header("authorization", "Bearer test-key")
			.header("content-type", "application/json");
	}

	HttpResponse<byte[]> sendForBytes(String path, String body) {
		return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
	}

	HttpResponse<String> send(HttpRequest request) {
		return send(request, BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
		try {
			return this.http.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	JsonNode json(String path, String body) {
		HttpResponse<String> response = post(path, body);
		if (response.statusCode() != 200) {
			throw new AssertionError(response.statusCode() + " " + response.body());
		}
		return Json.parse(response.body());
	}

	/**
	 * Returns the chunks of a stream, having checked that {@code [DONE]} ends it.
	 */
	List<JsonNode> stream(String path, String body) {
		HttpResponse<String> response = post(path, body);
		String[] events = response.body().strip().split("\n\n", -1);
		if (!events[events.length - 1].equals("data: [DONE]")) {
			throw new AssertionError(response.body());
		}
		List<JsonNode> chunks = new ArrayList<>();
		for (int index = 0; index < events.length - 1; index++) {
			chunks.add(Json.parse(events[index].substring("data: ".length())));
		}
		return chunks;
	}

	static String joined(List<JsonNode> chunks, int choice, String field) {
		StringBuilder joined = new StringBuilder();
		for (JsonNode chunk : chunks) {
			JsonNode delta = chunk.path("choices").path(0);
			if (delta.path("index").asInt(-1) == choice) {
				joined.append(delta.path("delta").path(field).asString(""));
			}
		}
		return joined.toString();
	}

}
