package ai.matey.backend.together.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.wire.Json;

/**
 * One recorded answer of the service, in the folder that the system property
 * {@code together.fixtures} names.
 */
public record Recording(String name, int status, Map<String, String> headers, byte[] body) {

	/** These describe the recorded transfer, not the answer. */
	private static final Set<String> OF_THE_TRANSFER = Set.of("content-length", "content-encoding", "transfer-encoding",
			"connection");

	/**
	 * All recordings, for tests that are marked with {@link RequiresRecordings}.
	 */
	public static List<Recording> all() {
		return files().stream().filter((file) -> Files.exists(metaOf(file))).map(Recording::read).toList();
	}

	/**
	 * The files of all recordings.
	 */
	public static List<Path> files() {
		try (Stream<Path> files = Files.list(folder())) {
			return files.filter((file) -> !isMeta(file)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether there are any.
	 */
	static boolean exist() {
		return Files.isDirectory(folder()) && files().stream().anyMatch((file) -> Files.exists(metaOf(file)));
	}

	public boolean isStream() {
		return this.name.endsWith(".sse");
	}

	HttpHeaders httpHeaders() {
		HttpHeaders headers = new HttpHeaders();
		this.headers.forEach(headers::set);
		return headers;
	}

	private static Path folder() {
		return Path.of(System.getProperty("together.fixtures", ""));
	}

	private static boolean isMeta(Path file) {
		return file.toString().endsWith(".meta.json");
	}

	private static Path metaOf(Path file) {
		return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[a-z]+$", "") + ".meta.json");
	}

	private static Recording read(Path file) {
		try {
			JsonNode meta = Json.read(Files.readString(metaOf(file)));
			Map<String, String> headers = new LinkedHashMap<>();
			meta.path("headers").properties().forEach((header) -> {
				if (!OF_THE_TRANSFER.contains(header.getKey())) {
					headers.put(header.getKey(), header.getValue().asString());
				}
			});
			return new Recording(file.getFileName().toString(), meta.path("status").intValue(), headers,
					Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
