package ai.matey.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The server in its own process.
 */
final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	ServerProcess() {
		try {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx512m", "-cp", System.getProperty("java.class.path"), BenchmarkServer.class.getName())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			String line = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			this.port = Integer.parseInt(line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
