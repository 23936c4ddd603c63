package ai.matey.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;

/**
 * The documents of the project and their blocks of code.
 */
final class Documents {

	static final Path ROOT = Path.of("..");

	private Documents() {
	}

	static List<Path> all() throws IOException {
		try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.concat(root, docs), Stream.of(ROOT.resolve("benchmarks/README.md")))
				.filter((file) -> file.toString().endsWith(".md"))
				.toList();
		}
	}

	/**
	 * Return the blocks of a language, named by their document and line.
	 */
	static Stream<Named<String>> blocks(String language) throws IOException {
		Pattern block = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
		return all().stream().flatMap((file) -> {
			String text = read(file);
			return block.matcher(text)
				.results()
				.map((match) -> Named.of(
						file.getFileName() + ":" + (text.substring(0, match.start()).lines().count() + 1),
						match.group(1)));
		});
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
