package ai.matey.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jar of the sample in a JVM of its own, started from what was generated ahead of
 * time, on a free port.
 */
final class ProcessedSample implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private static final String STARTED = "Started SampleApplication";

	private static final int SECONDS_TO_START = 90;

	private static final int SECONDS_TO_STOP = 30;

	private final Process process;

	private final Queue<String> log = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private ProcessedSample(Process process) {
		this.process = process;
	}

	/**
	 * Starts the sample without any setting that the environment has for it.
	 * @return the sample, ready to be asked
	 */
	static ProcessedSample start(String jar) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", jar, "--server.port=0");
		builder.environment().keySet().removeIf((name) -> name.startsWith("TOGETHER_"));
		ProcessedSample sample = new ProcessedSample(builder.redirectErrorStream(true).start());
		Thread reader = new Thread(sample::read, "sample-log");
		reader.setDaemon(true);
		reader.start();
		try {
			sample.port.get(SECONDS_TO_START, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			sample.process.destroyForcibly();
			throw new AssertionError("The sample did not start:\n" + sample.log(), ex);
		}
		return sample;
	}

	int port() {
		return this.port.join();
	}

	String log() {
		return String.join("\n", this.log);
	}

	private void read() {
		int port = 0;
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.log.add(line);
				Matcher matcher = PORT.matcher(line);
				port = matcher.find() ? Integer.parseInt(matcher.group(1)) : port;
				if (line.contains(STARTED)) {
					this.port.complete(port);
				}
			}
		}
		catch (IOException ex) {
			this.port.completeExceptionally(new UncheckedIOException(ex));
		}
		this.port.completeExceptionally(new IllegalStateException("The sample has ended"));
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
			throw new AssertionError("The sample did not stop:\n" + log());
		}
	}

}
