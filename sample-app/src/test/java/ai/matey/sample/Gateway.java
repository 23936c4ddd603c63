package ai.matey.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that knows nothing of the gateway but its port. Nothing waits for more than
 * ten seconds.
 */
final class Gateway {

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	static final String HELLO = "{\"model\":\"" + MODEL
			+ "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

	static final String HELLO_STREAM = "{\"stream\":true," + HELLO.substring(1);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	Gateway(int port) {
		this.port = port;
	}

	HttpResponse<String> get(String path, String... headers) throws Exception {
		return send(request(path, headers).GET().build());
	}

	HttpResponse<String> chat(String body) throws Exception {
		return post("/v1/chat/completions", body, "content-type", "application/json");
	}

	HttpResponse<String> post(String path, String body, String... headers) throws Exception {
		return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
	}

	HttpResponse<String> send(HttpRequest request) throws Exception {
		return this.client.send(request, BodyHandlers.ofString());
	}

	HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(10));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	Events stream(String body) throws Exception {
		return stream("/v1/chat/completions", body);
	}

	Events stream(String path, String body) throws Exception {
		return new Events(this.client.send(
				request(path, "content-type", "application/json").POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofInputStream()));
	}

	static JsonNode json(String text) {
		return MAPPER.readTree(text);
	}

	static JsonNode error(HttpResponse<String> response) {
		return json(response.body()).path("error");
	}

	/**
	 * A stream that is read event by event, as it comes.
	 */
	static final class Events implements AutoCloseable {

		private final HttpResponse<InputStream> response;

		private final BufferedReader lines;

		private Events(HttpResponse<InputStream> response) {
			this.response = response;
			this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
		}

		HttpResponse<InputStream> response() {
			return this.response;
		}

		/**
		 * The data of the next event, or {@code null} at the end.
		 */
		@Nullable String next() {
			try {
				String data = this.lines.readLine();
				if (data == null) {
					return null;
				}
				String end = this.lines.readLine();
				if (!data.startsWith("data: ") || !"".equals(end)) {
					throw new AssertionError("Not an event: " + data + " / " + end);
				}
				return data.substring("data: ".length());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		List<String> rest() {
			List<String> rest = new ArrayList<>();
			for (String data = next(); data != null; data = next()) {
				rest.add(data);
			}
			return rest;
		}

		static String content(@Nullable String data) {
			return (data != null) ? json(data).path("choices").path(0).path("delta").path("content").stringValue("")
					: "";
		}

		@Override
		public void close() throws IOException {
			this.response.body().close();
		}

	}

}
