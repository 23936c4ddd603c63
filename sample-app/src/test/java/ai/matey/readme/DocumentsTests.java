package ai.matey.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents keep their word: their Java code stands in tests that run, and their
 * links lead somewhere.
 */
class DocumentsTests {

	private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

	private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*)</artifactId>");

	/** Our artifact and its version, in a POM or a build file of Gradle. */
	private static final Pattern OURS = Pattern
		.compile("ai\\.matey(?::|</groupId><artifactId>)([\\w-]+)(?::|</artifactId><version>)([\\w.-]+)");

	/** Boot's version, in a POM or a build file of Gradle. */
	private static final Pattern BOOT = Pattern
		.compile("(?:spring-boot-starter-parent</artifactId><version>|'org.springframework.boot'version')([\\w.-]+)");

	private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^]]*]\\(([^)\\s]+)\\)|!\\[[^]]*]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	static List<Path> documents() throws IOException {
		return Documents.all();
	}

	static Stream<Named<String>> javaBlocks() throws IOException {
		return Documents.blocks("java");
	}

	static Stream<Named<String>> buildBlocks() throws IOException {
		return Documents.blocks("(?:xml|groovy)");
	}

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void codeIsThatOfATest(String block) {
		assertThat(block.split("\n\n")).allSatisfy(
				(paragraph) -> assertThat(Sources.TESTS).anyMatch((source) -> source.contains(normalised(paragraph))));
	}

	@ParameterizedTest
	@MethodSource("buildBlocks")
	void versionsAreThoseOfTheBuild(String block) {
		String pom = Documents.read(Documents.ROOT.resolve("pom.xml"));
		List<String> modules = MODULE.matcher(pom).results().map((module) -> module.group(1)).toList();
		List<MatchResult> ours = OURS.matcher(normalised(block)).results().toList();
		assertThat(ours).isNotEmpty().allSatisfy((coordinates) -> {
			assertThat(coordinates.group(1)).isIn(modules);
			assertThat(pom).contains("<version>" + coordinates.group(2) + "</version>");
		});
		assertThat(BOOT.matcher(normalised(block)).results()).allSatisfy(
				(boot) -> assertThat(pom).contains("<spring-boot.version>" + boot.group(1) + "</spring-boot.version>"));
	}

	@Test
	void whatTheStarterBringsIsDocumented() {
		String pom = Documents.read(Documents.ROOT.resolve("together-ai-spring-boot-starter/pom.xml"));
		String page = Documents.read(Documents.ROOT.resolve("docs/supported.md"));
		String dependencies = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
		assertThat(ARTIFACT.matcher(dependencies).results().map((match) -> match.group(1))).hasSizeGreaterThan(5)
			.allSatisfy((artifact) -> assertThat(page).contains(artifact));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadSomewhere(Path document) {
		List<String> broken = LINK.matcher(CODE.matcher(Documents.read(document)).replaceAll(""))
			.results()
			.map((match) -> (match.group(1) != null) ? match.group(1) : match.group(2))
			.filter((link) -> !link.matches("(https?|mailto):.*"))
			.filter((link) -> !leadsSomewhere(document, link))
			.toList();
		assertThat(broken).isEmpty();
	}

	private static boolean leadsSomewhere(Path document, String link) {
		int hash = link.indexOf('#');
		String file = (hash < 0) ? link : link.substring(0, hash);
		Path target = file.isEmpty() ? document : document.resolveSibling(file);
		if (!Files.exists(target)) {
			return false;
		}
		return hash < 0 || anchors(target).contains(link.substring(hash + 1));
	}

	/**
	 * Headings as links name them: in lower case, spaces as hyphens, without punctuation.
	 */
	private static Set<String> anchors(Path document) {
		return HEADING.matcher(CODE.matcher(Documents.read(document)).replaceAll(""))
			.results()
			.map((MatchResult heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.collect(Collectors.toSet());
	}

	private static String normalised(String code) {
		return code.replaceAll("\\s+", "");
	}

	/**
	 * The sources of all tests, read once.
	 */
	private static final class Sources {

		static final List<String> TESTS = read();

		private static List<String> read() {
			try (Stream<Path> modules = Files.list(Documents.ROOT)) {
				return modules.map((module) -> module.resolve("src/test/java"))
					.filter(Files::isDirectory)
					.flatMap(Sources::javaFiles)
					.map((file) -> normalised(Documents.read(file)))
					.toList();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static Stream<Path> javaFiles(Path folder) {
			try (Stream<Path> files = Files.walk(folder)) {
				return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
