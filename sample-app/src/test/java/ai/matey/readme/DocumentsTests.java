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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents keep their word: their Java code stands in tests that run, and their
 * links lead somewhere.
 */
class DocumentsTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^]]*]\\(([^)\\s]+)\\)|!\\[[^]]*]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	static List<Path> documents() throws IOException {
		try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.concat(root, docs), Stream.of(ROOT.resolve("benchmarks/README.md")))
				.filter((file) -> file.toString().endsWith(".md"))
				.toList();
		}
	}

	static Stream<Named<String>> javaBlocks() throws IOException {
		return documents().stream()
			.flatMap((file) -> JAVA.matcher(read(file))
				.results()
				.map((match) -> Named.of(file.getFileName() + " at " + match.start(), match.group(1))));
	}

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void codeIsThatOfATest(String block) {
		assertThat(block.split("\n\n")).allSatisfy(
				(paragraph) -> assertThat(Sources.TESTS).anyMatch((source) -> source.contains(normalised(paragraph))));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadSomewhere(Path document) {
		List<String> broken = LINK.matcher(CODE.matcher(read(document)).replaceAll(""))
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
		return HEADING.matcher(CODE.matcher(read(document)).replaceAll(""))
			.results()
			.map((MatchResult heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.collect(Collectors.toSet());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
			try (Stream<Path> modules = Files.list(ROOT)) {
				return modules.map((module) -> module.resolve("src/test/java"))
					.filter(Files::isDirectory)
					.flatMap(Sources::javaFiles)
					.map((file) -> normalised(DocumentsTests.read(file)))
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
