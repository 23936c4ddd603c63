package ai.matey.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Javadoc of the public types: what the compiler does not check.
 */
class JavadocTests {

	private static final Pattern PUBLIC = Pattern
		.compile("^public (?:\\w+ |non-sealed )*(?:class|interface|record|enum|@interface) ", Pattern.MULTILINE);

	private static final Pattern SINCE = Pattern.compile("^ \\* @since \\d+\\.\\d+\\.\\d+$", Pattern.MULTILINE);

	/** The packages that have public types for technical reasons only. */
	private static final Pattern INTERNAL = Pattern
		.compile("/backend/together/(endpoint|error|http|response|stream|wire)/"
				+ "|/test/together/(completion|json|script|server|service)/");

	@ParameterizedTest
	@ValueSource(strings = { "together-ai-spring-boot-autoconfigure", "together-ai-spring-boot-test",
			"together-ai-spring-ai-starter" })
	void publicTypesTellTheirFirstVersion(String module) throws IOException {
		try (Stream<Path> sources = Files.walk(Documents.ROOT.resolve(module).resolve("src/main/java"))) {
			List<Path> api = sources.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !INTERNAL.matcher(file.toString().replace('\\', '/')).find())
				.filter((file) -> PUBLIC.matcher(Documents.read(file)).find())
				.toList();
			assertThat(api).isNotEmpty().allSatisfy((file) -> assertThat(Documents.read(file)).containsPattern(SINCE));
		}
	}

}
