package ai.matey.benchmarks.pacing.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two samples call one model at 1.5 times its limit and share what they learn in a Redis
 * that is killed and started again in the middle. Each call has an id that the service
 * sees and repeats, so that no call is lost or answered twice unnoticed.
 */
public final class PacingRun {

	/** How prompts of calls that count begin. */
	static final String CALL = "call-";

	private static final double LIMIT = 20;

	private static final int WARM_UP = 200;

	private static final double LOAD = 1.5;

	private static final Duration MAX_WAIT = Duration.ofSeconds(10);

	private final String sample;

	private final String libraries;

	private final int seconds;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConcurrentLinkedQueue<String> attempts = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

	private PacingRun(String sample, String libraries, int seconds) {
		this.sample = sample;
		this.libraries = libraries;
		this.seconds = seconds;
	}

	/**
	 * Makes a run and writes its figures.
	 * @param args the sample's jar, the folder of the libraries for Redis, and for how
	 * many seconds to call, 90 unless told
	 */
	public static void run(List<String> args) {
		new PacingRun(args.get(0), args.get(1), (args.size() > 2) ? Integer.parseInt(args.get(2)) : 90).run();
	}

	private void run() {
		long fallsAfter = this.seconds * 3L / 4;
		try (Children children = new Children()) {
			int service = freePort();
			children.java(
					List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"), LimitedService.class.getName(),
							Integer.toString(service), Double.toString(LIMIT), Long.toString(fallsAfter)),
					"started", this.attempts::add);
			int redisPort = freePort();
			Process redis = children.redis(redisPort);
			int[] gateways = { freePort(), freePort() };
			for (int gateway : gateways) {
				children.java(sample(gateway, service, redisPort), "Started SampleApplication", (line) -> {
					if (line.contains("The store of together.pacing")) {
						this.log.add(gateway + ": " + line);
					}
				});
			}
			for (int i = 0; i < WARM_UP; i++) {
				for (int gateway : gateways) {
					call(gateway, "warm/up", "warm-up").join();
				}
			}
			List<CompletableFuture<Outcome>> calls = new ArrayList<>();
			load(gateways, calls, 0, this.seconds * 0.4);
			redis.destroyForcibly();
			load(gateways, calls, this.seconds * 0.4, this.seconds * 0.6);
			children.redis(redisPort);
			load(gateways, calls, this.seconds * 0.6, this.seconds);
			CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
			// Until the service's last lines are read
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
			List<Outcome> outcomes = calls.stream().map(CompletableFuture::join).toList();
			PacingFigures figures = new PacingFigures(outcomes, List.copyOf(this.attempts), LIMIT, fallsAfter * 1000);
			figures.print(this.seconds);
			this.log.forEach((line) -> System.out.println("    " + line));
		}
	}

	private List<String> sample(int port, int service, int redis) {
		return List.of("-Xmx256m", "-Dloader.path=" + this.libraries, "-cp", this.sample,
				"org.springframework.boot.loader.launch.PropertiesLauncher", "--server.port=" + port,
				"--together.api-key=benchmark-key", "--together.base-url=http://127.0.0.1:" + service,
				"--together.pacing.store=redis", "--together.pacing.max-wait=" + MAX_WAIT.toMillis() + "ms",
				"--spring.data.redis.url=redis://127.0.0.1:" + redis, "--management.health.redis.enabled=false");
	}

	/**
	 * Calls arrive at random, at both samples alike.
	 */
	private void load(int[] gateways, List<CompletableFuture<Outcome>> calls, double from, double until) {
		Random random = new Random(calls.size());
		long begin = System.nanoTime();
		double time = from;
		while (true) {
			time += -Math.log(1 - random.nextDouble()) / (LIMIT * LOAD);
			if (time > until) {
				return;
			}
			long due = begin + (long) ((time - from) * 1e9);
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			calls.add(call(gateways[random.nextInt(gateways.length)], "a/model", CALL + calls.size()));
		}
	}

	private CompletableFuture<Outcome> call(int gateway, String model, String id) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway + "/v1/chat/completions"))
			.timeout(Duration.ofMinutes(1))
			.header("content-type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(
					"{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + id + "\"}]}"))
			.build();
		long begin = System.nanoTime();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, failure) -> {
			double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
			return (failure != null) ? Outcome.failed(id, failure, seconds) : Outcome.of(id, response, seconds);
		});
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String number(double number) {
		return String.format(Locale.ROOT, "%.1f", number);
	}

}
