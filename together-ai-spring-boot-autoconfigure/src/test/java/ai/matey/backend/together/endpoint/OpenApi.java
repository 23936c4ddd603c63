package ai.matey.backend.together.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

import ai.matey.backend.together.wire.Json;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The vendor's OpenAPI document, at the place that the system property
 * {@code together.openapi} names. Its objects allow further fields, except for rerank.
 */
public final class OpenApi {

	private static final String ID = "https://example.com/openapi.json";

	private static final Map<String, String> REQUESTS = Map.of("/chat/completions",
			"/components/schemas/ChatCompletionRequest", "/completions", "/components/schemas/CompletionRequest",
			"/embeddings", "/components/schemas/EmbeddingsRequest", "/rerank", "/components/schemas/RerankRequest",
			"/images/generations", "/paths/~1images~1generations/post/requestBody/content/application~1json/schema");

	private final SchemaRegistry schemas;

	private OpenApi(String json) {
		this.schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(builder) -> builder.schemas(Map.of(ID, json)));
	}

	/**
	 * Reads the document.
	 * @return the document, or {@code null} where it is missing
	 */
	public static @Nullable OpenApi load() {
		if (!exists()) {
			return null;
		}
		try {
			return new OpenApi(Json.write(new Yaml().load(Files.readString(file()))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Checks a request that was sent or would be sent.
	 * @param path the endpoint's path below the base URL
	 * @param body the JSON body
	 */
	public void check(String path, String body) {
		assertThat(errors(path, body)).as("%s: %s", path, body).isEmpty();
	}

	/**
	 * Whether the document is there, for {@link RequiresDocument}.
	 */
	static boolean exists() {
		return Files.isRegularFile(file());
	}

	private static Path file() {
		return Path.of(System.getProperty("together.openapi", ""));
	}

	List<Error> errors(String path, String body) {
		return this.schemas.getSchema(SchemaLocation.of(ID + "#" + REQUESTS.get(path)))
			.validate(body, InputFormat.JSON);
	}

}
