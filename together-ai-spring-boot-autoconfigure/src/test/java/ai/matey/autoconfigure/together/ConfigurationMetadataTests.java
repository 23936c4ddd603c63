package ai.matey.autoconfigure.together;

import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import ai.matey.autoconfigure.together.pacing.TogetherPacingProperties;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.object.ObjectSettings;
import ai.matey.tool.InMemoryToolRunStore;
import ai.matey.tool.ToolSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata that editors show, against the classes that bind the properties.
 */
class ConfigurationMetadataTests {

	/** Properties for which "not set" means something that no value can express. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("together.api-key", "together.api-key-file",
			"together.budget.amount", "together.budget.tenant-amount", "together.budget.tenant-context-key",
			"together.chat.frequency-penalty", "together.chat.max-tokens", "together.chat.min-p",
			"together.chat.presence-penalty", "together.chat.reasoning-effort", "together.chat.repetition-penalty",
			"together.chat.stop", "together.chat.system", "together.chat.temperature", "together.chat.top-k",
			"together.chat.top-p", "together.clients", "together.default-model", "together.headers",
			"together.http.pending-acquire-max-count", "together.http.proxy.host", "together.http.proxy.password",
			"together.http.proxy.port", "together.http.proxy.username", "together.models.aliases",
			"together.models.check", "together.shutdown-grace", "together.ssl.bundle", "together.timeout.total",
			"together.tools.without-reasoning");

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private final JsonNode metadata = read();

	private final Map<String, JsonNode> properties = this.metadata.get("properties")
		.valueStream()
		.filter((property) -> property.get("name").stringValue().startsWith("together."))
		.collect(Collectors.toMap((property) -> property.get("name").stringValue(), (property) -> property, (a, b) -> a,
				LinkedHashMap::new));

	@Test
	void everyPropertyIsDescribedAndNoOther() throws Exception {
		Set<String> bound = new TreeSet<>();
		collect("together", TogetherProperties.class, bound);
		collect("together.pacing", TogetherPacingProperties.class, bound);
		assertThat(new TreeSet<>(this.properties.keySet())).isEqualTo(bound);
	}

	@Test
	void descriptionsAreSentences() {
		assertThat(this.properties.values()).allSatisfy((property) -> {
			assertThat(property.has("type")).as(property.toString()).isTrue();
			assertThat(property.path("description").asString()).as(property.toString())
				.matches("(?s)[A-Z].*\\.")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
			if (property.get("type").stringValue().equals("java.lang.Boolean")) {
				assertThat(property.get("description").stringValue()).startsWith("Whether ");
			}
		});
	}

	@Test
	void defaultsAreThoseOfTheLibrary() throws Exception {
		Map<String, Object> defaults = new LinkedHashMap<>();
		this.properties.forEach((name, property) -> {
			if (property.has("defaultValue")) {
				defaults.put(name, property.get("defaultValue").asString());
			}
		});
		assertThat(defaults.keySet()).doesNotContainAnyElementsOf(WITHOUT_DEFAULT);
		assertThat(this.properties.keySet().stream().filter((name) -> !defaults.containsKey(name)))
			.containsExactlyInAnyOrderElementsOf(WITHOUT_DEFAULT);
		TogetherProperties bound = new Binder(new MapConfigurationPropertySource(defaults)).bindOrCreate("together",
				TogetherProperties.class);
		ClientSettings settings = ClientSettings.of("default", bound);
		assertThat(settings.http()).isEqualTo(TogetherHttp.DEFAULT);
		assertThat(settings.retry()).isEqualTo(TogetherRetry.DEFAULT);
		assertThat(settings.deadlines()).isEqualTo(TogetherAIBackendAdapterBuilder.DEFAULT_DEADLINES);
		assertThat(settings.tools()).isEqualTo(ToolSettings.DEFAULT);
		assertThat(settings.objects()).isEqualTo(ObjectSettings.DEFAULT);
		assertThat(settings.maxPendingRuns()).isEqualTo(InMemoryToolRunStore.DEFAULT_MAX_RUNS);
	}

	@Test
	void theSwitchOfTheHealthCheckIsDescribed() {
		assertThat(this.metadata.get("properties").valueStream().map((property) -> property.get("name").stringValue()))
			.contains("management.health.together.enabled");
	}

	@Test
	void theReferenceHasEveryPropertyAndNoOther() throws Exception {
		List<String> rows = Files.readAllLines(Path.of("..", "docs", "configuration.md"))
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.toList();
		assertThat(rows).containsExactlyInAnyOrderElementsOf(
				this.metadata.get("properties").valueStream().map(ConfigurationMetadataTests::row).toList());
	}

	@Test
	void everyPropertyInTheDocumentsExists() throws Exception {
		List<String> known = List.copyOf(this.properties.keySet());
		assertThat(documentedProperties()).contains("together.budget.amount", "together.timeout.response")
			.allMatch((name) -> known.contains(name) || name.startsWith("together.models.aliases."));
	}

	/**
	 * Return the properties of all YAML blocks, those of named clients as those of the
	 * default client.
	 */
	private static Set<String> documentedProperties() throws IOException {
		Set<String> names = new TreeSet<>();
		try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
			List<Path> files = Stream.concat(docs, Stream.of(Path.of("..", "README.md")))
				.filter((file) -> file.toString().endsWith(".md"))
				.toList();
			for (Path file : files) {
				for (MatchResult block : YAML.matcher(Files.readString(file)).results().toList()) {
					Resource yaml = new ByteArrayResource(block.group(1).getBytes(StandardCharsets.UTF_8));
					for (PropertySource<?> source : new YamlPropertySourceLoader().load(file.toString(), yaml)) {
						names.addAll(List.of(((EnumerablePropertySource<?>) source).getPropertyNames()));
					}
				}
			}
		}
		return names.stream()
			.filter((name) -> name.startsWith("together."))
			.map((name) -> name.replaceFirst("^together\\.clients\\.[^.]+", "together"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String row(JsonNode property) {
		String value = property.has("defaultValue") ? '`' + property.get("defaultValue").asString() + '`' : "";
		return "| `%s` | %s | %s |".formatted(property.get("name").stringValue(), value,
				property.get("description").stringValue());
	}

	@Test
	void hintsBelongToProperties() {
		assertThat(this.metadata.get("hints").valueStream().map((hint) -> hint.get("name").stringValue())).isNotEmpty()
			.allSatisfy((name) -> assertThat(this.properties).containsKey(name));
	}

	private static void collect(String prefix, Class<?> type, Set<String> names) throws Exception {
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				collect(prefix, component.getName(), component.getType(), names);
			}
			return;
		}
		BeanInfo bean = Introspector.getBeanInfo(type, Object.class);
		for (PropertyDescriptor property : bean.getPropertyDescriptors()) {
			collect(prefix, property.getName(), property.getPropertyType(), names);
		}
	}

	private static void collect(String prefix, String name, Class<?> type, Set<String> names) throws Exception {
		String kebab = prefix + "."
				+ Arrays.stream(name.split("(?=[A-Z])"))
					.map((word) -> word.toLowerCase(Locale.ROOT))
					.collect(Collectors.joining("-"));
		if (type.getName().startsWith("ai.matey") && !type.isEnum()) {
			collect(kebab, type, names);
		}
		else {
			names.add(kebab);
		}
	}

	private static JsonNode read() {
		URL classes = TogetherProperties.class.getProtectionDomain().getCodeSource().getLocation();
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
