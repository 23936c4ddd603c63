package ai.matey.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts of {@code src/e2e}, with the npm packages that they use.
 */
final class NodeScripts {

	private static final Path SOURCE = Path.of("src/e2e");

	private static final Path FOLDER = Path.of("target/e2e");

	private static final int OLDEST_NODE = 20;

	private static final Duration TO_INSTALL = Duration.ofMinutes(3);

	private static final Duration TO_RUN = Duration.ofSeconds(30);

	private static final Pattern NO_REGISTRY = Pattern
		.compile("code E(AI_AGAIN|CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT)\\b");

	private NodeScripts() {
	}

	/**
	 * Install the packages as the lock file has them. Who has no Node or no network skips
	 * what needs them.
	 */
	static NodeScripts install() throws Exception {
		Assumptions.assumeTrue(nodeVersion() >= OLDEST_NODE, "Node " + OLDEST_NODE + " or later is not installed");
		Assumptions.assumeTrue(isInstalled("npm"), "npm is not installed");
		Files.createDirectories(FOLDER);
		boolean same = isSame("package-lock.json") && Files.exists(FOLDER.resolve("node_modules/.package-lock.json"));
		try (Stream<Path> files = Files.list(SOURCE)) {
			for (Path file : files.toList()) {
				Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		if (!same) {
			Result result = run(TO_INSTALL, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
			Assumptions.assumeFalse(NO_REGISTRY.matcher(result.output()).find(), "The npm registry cannot be reached");
			assertThat(result.exitCode()).as(result.output()).isZero();
		}
		return new NodeScripts();
	}

	Result run(Map<String, String> environment, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("node", "run.mjs"));
		command.addAll(List.of(arguments));
		return run(TO_RUN, environment, command.toArray(String[]::new));
	}

	private static int nodeVersion() throws Exception {
		return isInstalled("node") ? Integer.parseInt(
				run(TO_RUN, Map.of(), "node", "--print", "process.versions.node.split('.')[0]").output().strip()) : 0;
	}

	private static boolean isInstalled(String program) {
		return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	private static boolean isSame(String file) throws IOException {
		Path copy = FOLDER.resolve(file);
		return Files.exists(copy) && Files.mismatch(SOURCE.resolve(file), copy) < 0;
	}

	private static Result run(Duration timeout, Map<String, String> environment, String... command) throws Exception {
		Path output = Files.createTempFile("e2e", ".txt");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			if (Files.isDirectory(FOLDER)) {
				builder.directory(FOLDER.toFile());
			}
			builder.environment().keySet().removeIf((name) -> name.matches("(OPENAI|TOGETHER)_.*"));
			builder.environment().putAll(environment);
			Process process = builder.start();
			if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
				throw new AssertionError(String.join(" ", command) + " did not end within " + timeout + ":\n"
						+ Files.readString(output));
			}
			return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
		}
		finally {
			Files.delete(output);
		}
	}

	/**
	 * How a script ended.
	 *
	 * @param exitCode 0 if all went well
	 * @param output what it printed
	 */
	record Result(int exitCode, String output) {
	}

}
