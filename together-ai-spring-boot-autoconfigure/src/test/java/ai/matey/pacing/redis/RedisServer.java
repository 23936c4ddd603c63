package ai.matey.pacing.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A {@code redis-server} of the machine in a process of its own, kept in memory.
 */
public final class RedisServer implements AutoCloseable {

	private final int port;

	private final List<String> options;

	private Process process;

	private RedisServer(int port, List<String> options) {
		this.port = port;
		this.options = options;
	}

	/**
	 * Start a server on a free port; skip the test where there is none.
	 */
	public static RedisServer start(String... options) {
		RedisServer server = at(freePort(), options);
		server.restart();
		return server;
	}

	/**
	 * Prepare a server that does not run yet.
	 */
	public static RedisServer at(int port, String... options) {
		Assumptions.assumeTrue(isInstalled(), "There is no redis-server on this machine: .ci/run installs it");
		return new RedisServer(port, List.of(options));
	}

	private static boolean isInstalled() {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "redis-server")));
	}

	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public void restart() {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(this.port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--enable-debug-command", "yes"));
		command.addAll(this.options);
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitConnection();
	}

	/**
	 * The server gives no other signal than that it can be connected to.
	 */
	private void awaitConnection() {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (true) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
				return;
			}
			catch (IOException ex) {
				if (System.nanoTime() > end || !this.process.isAlive()) {
					throw new IllegalStateException("redis-server does not start", ex);
				}
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * End it as a crash would.
	 */
	public void kill() {
		try {
			this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Stop it in its tracks: connections stay open, nothing is replied.
	 */
	public void freeze() {
		signal("-STOP");
	}

	public void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
	}

}
