package ai.matey.springai.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata that editors show, and the page that users read, against the classes that
 * bind the properties.
 */
class ConfigurationMetadataTests {

	private static final List<Class<?>> BOUND = List.of(TogetherChatProperties.class, TogetherEmbeddingProperties.class,
			TogetherImageProperties.class, TogetherRerankProperties.class);

	private final JsonNode metadata = read();

	@Test
	void everyPropertyIsDescribedAndNoOther() {
		Set<String> bound = new TreeSet<>();
		BOUND.forEach((type) -> bound.addAll(names(type)));
		assertThat(new TreeSet<>(names("properties"))).isEqualTo(bound);
		assertThat(this.metadata.get("properties").valueStream()).allSatisfy((property) -> {
			assertThat(property.path("description").asString()).as(property.toString()).matches("(?s)[A-Z].*\\.");
			assertThat(property.has("type")).as(property.toString()).isTrue();
		});
	}

	@Test
	void hintsBelongToProperties() {
		List<String> properties = names("properties");
		assertThat(names("hints")).isNotEmpty()
			.allMatch((name) -> properties.contains(name) || name.startsWith("spring.ai.model."));
	}

	@Test
	void thePageNamesEveryProperty() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "spring-ai.md"));
		for (Class<?> type : BOUND) {
			String row = page.lines()
				.filter((line) -> line.startsWith("| `" + prefix(type) + ".*`"))
				.findFirst()
				.orElseThrow();
			assertThat(names(type))
				.allSatisfy((name) -> assertThat(row).contains("`" + name.substring(prefix(type).length() + 1) + "`"));
		}
	}

	private List<String> names(String kind) {
		return this.metadata.get(kind).valueStream().map((entry) -> entry.get("name").stringValue()).toList();
	}

	private static List<String> names(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getName)
			.map((name) -> prefix(type) + "." + kebab(name))
			.toList();
	}

	private static String prefix(Class<?> type) {
		return Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class)).value();
	}

	private static String kebab(String name) {
		return Arrays.stream(name.split("(?=[A-Z])"))
			.map((word) -> word.toLowerCase(Locale.ROOT))
			.collect(Collectors.joining("-"));
	}

	private static JsonNode read() {
		URL classes = TogetherChatProperties.class.getProtectionDomain().getCodeSource().getLocation();
		try (InputStream in = URI.create(classes + "META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			return Objects.requireNonNull(JsonMapper.shared().readTree(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
