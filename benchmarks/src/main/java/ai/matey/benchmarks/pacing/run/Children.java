package ai.matey.benchmarks.pacing.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The processes of a run, all of which end with it.
 */
final class Children implements AutoCloseable {

	private final List<Process> processes = new CopyOnWriteArrayList<>();

	Children() {
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Start another JVM.
	 * @param arguments what follows {@code java}
	 * @param started part of the line that says that it has started
	 * @param lines is given each line that it writes
	 */
	void java(List<String> arguments, String started, Consumer<String> lines) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(arguments);
		CountDownLatch latch = new CountDownLatch(1);
		Process process = start(command);
		Thread reader = new Thread(() -> {
			new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).lines()
				.forEach((line) -> {
					if (line.contains(started)) {
						latch.countDown();
					}
					lines.accept(line);
				});
		});
		reader.setDaemon(true);
		reader.start();
		try {
			if (!latch.await(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Did not start: " + command);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Start a Redis in memory.
	 * @param port its port
	 * @return its process
	 */
	Process redis(int port) {
		return start(List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
				"--appendonly", "no", "--loglevel", "warning"));
	}

	private Process start(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
