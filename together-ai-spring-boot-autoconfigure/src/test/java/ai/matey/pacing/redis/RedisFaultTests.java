package ai.matey.pacing.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens to Redis, calls go on, the log says so once, and the instances join
 * again.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisFaultTests {

	private final List<AutoCloseable> closing = new ArrayList<>();

	private RedisServer server;

	private AdaptivePacer pacer;

	private BackendPacer calls;

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.closing) {
			closeable.close();
		}
	}

	@Test
	void absentAtStart(CapturedOutput output) {
		use(RedisServer.at(RedisServer.freePort()), null);
		callsGoOn();
		await(() -> problem() != null && problem().contains("Connection refused"));
		assertThat(problem()).contains(Integer.toString(this.server.port()));
		await(() -> output.getAll().contains("Connection refused"));
		this.server.restart();
		await(this::isJoined);
		assertSaidOnce(output);
		await(() -> output.getAll().contains("responds again"));
	}

	@Test
	void dies(CapturedOutput output) {
		use(RedisServer.start(), null);
		learn();
		await(() -> value("learned") != null);
		this.server.kill();
		await(() -> problem() != null);
		assertThat(this.pacer.status().get(0).requestsPerSecond()).isPositive();
		callsGoOn();
		this.server.restart();
		await(this::isJoined);
		await(() -> value("learned") != null);
		assertSaidOnce(output);
	}

	@Test
	void isSlow(CapturedOutput output) {
		use(RedisServer.start(), null);
		learn();
		await(() -> value("learned") != null);
		this.server.freeze();
		callsGoOn();
		await(() -> problem() != null);
		assertThat(problem()).contains("did not reply within 250 ms");
		callsGoOn();
		this.server.thaw();
		await(this::isJoined);
		assertSaidOnce(output);
	}

	@Test
	void isFlushed() {
		use(RedisServer.start(), null);
		learn();
		await(() -> value("learned") != null);
		redis((connection) -> connection.sync().flushall());
		await(() -> value("learned") != null);
		callsGoOn();
		await(this::isJoined);
	}

	@Test
	void hasAnotherPassword(CapturedOutput output) {
		use(RedisServer.start("--requirepass", "right-password"), "wrong-password");
		callsGoOn();
		// Redis says so and closes the connection; Lettuce tells whichever it sees first
		await(() -> isAboutPassword(problem()));
		await(() -> isAboutPassword(output.getAll()));
		assertSaidOnce(output);
		assertThat(output).doesNotContain("wrong-password").doesNotContain("right-password");
	}

	@Test
	void isFull(CapturedOutput output) {
		use(RedisServer.start(), null);
		learn();
		await(() -> value("learned") != null);
		redis((connection) -> connection.sync().configSet(Map.of("maxmemory", "1", "maxmemory-policy", "noeviction")));
		callsGoOn();
		for (int i = 0; i < 3; i++) {
			await(() -> {
				call().completed(null);
				return problem() != null && problem().contains("OOM command not allowed");
			});
			// Redis still replies to what needs no memory
			await(() -> problem() == null);
		}
		redis((connection) -> connection.sync().configSet("maxmemory", "0"));
		await(this::isJoined);
		assertSaidOnce(output);
	}

	@Test
	void servesManyModels(CapturedOutput output) {
		use(RedisServer.start(), null);
		callsGoOn();
		for (int i = 0; i < 250; i++) {
			call("model-" + i).completed(null);
		}
		// Each second, all models report at once
		await(() -> commands() > 3000);
		assertThat(output.getAll()).doesNotContain("has not replied to");
		await(this::isJoined);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 garbage", "garbage", "1 1 2 5.0 0.93 9223372036854775807 0" })
	void containsGarbage(String garbage) {
		use(RedisServer.start(), null);
		redis((connection) -> connection.sync().set("test:{client:model:requests}:learned", garbage));
		callsGoOn();
		learn();
		await(() -> !garbage.equals(value("learned")));
		callsGoOn();
		await(this::isJoined);
	}

	private long commands() {
		List<Long> calls = new ArrayList<>();
		redis((connection) -> calls.add(Stream.of(connection.sync().info("commandstats").split("[:=,]"))
			.dropWhile((part) -> !part.endsWith("cmdstat_eval"))
			.skip(2)
			.findFirst()
			.map(Long::valueOf)
			.orElse(0L)));
		return calls.get(0);
	}

	private static boolean isAboutPassword(String text) {
		return text != null && (text.contains("WRONGPASS") || text.contains("Connection closed prematurely"));
	}

	private void use(RedisServer server, String password) {
		this.server = server;
		RedisURI.Builder uri = RedisURI.builder().withHost("127.0.0.1").withPort(server.port());
		if (password != null) {
			uri.withPassword(password.toCharArray());
		}
		RedisClient client = RedisClient.create(uri.build());
		RedisPacingStore store = new RedisPacingStore(() -> RedisLink.connect(client),
				(task) -> Schedulers.boundedElastic().schedule(task), "test:");
		this.pacer = AdaptivePacer.builder("Together AI").store(store, Duration.ofMillis(250)).build();
		this.calls = this.pacer.withSettings(PacingSettings.DEFAULT);
		this.closing.addAll(List.of(this.pacer, store, () -> client.shutdown(0, 1, TimeUnit.SECONDS), server));
	}

	private void learn() {
		for (int i = 0; i < 50; i++) {
			call().completed(null);
		}
		call().failed(new RateLimitException(RateLimitException.Kind.REQUESTS, null, "Too many.",
				new ErrorDetails("Together AI", "model", 429, null, null, null, null, null, Map.of(), null, 1), null));
	}

	private void callsGoOn() {
		for (int i = 0; i < 5; i++) {
			call().completed(null);
		}
	}

	private AttemptPermit call() {
		return call("model");
	}

	private AttemptPermit call(String model) {
		List<AttemptPermit> permits = new CopyOnWriteArrayList<>();
		BackendCall called = BackendCall.of("client", BackendCall.Operation.CHAT, model);
		this.calls.acquire(new AttemptRequest(called, 1, 100, null), new PermitReceiver() {

			@Override
			public void granted(AttemptPermit permit) {
				permits.add(permit);
			}

			@Override
			public void refused(AdapterException reason) {
				throw reason;
			}

		});
		await(() -> !permits.isEmpty());
		return permits.get(0);
	}

	private String problem() {
		return this.pacer.storeStatus().problem();
	}

	private boolean isJoined() {
		return this.pacer.storeStatus().joined();
	}

	private String value(String part) {
		List<String> values = new ArrayList<>();
		redis((connection) -> values.add(connection.sync().get("test:{client:model:requests}:" + part)));
		return values.get(0);
	}

	private void redis(java.util.function.Consumer<StatefulRedisConnection<String, String>> action) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", this.server.port()));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			action.accept(connection);
		}
		finally {
			client.shutdown(0, 1, TimeUnit.SECONDS);
		}
	}

	private static void assertSaidOnce(CapturedOutput output) {
		assertThat(output.getAll().split("The store of together.pacing does not respond", -1)).hasSize(2);
	}

	/**
	 * Redis gives no signal of what it holds.
	 */
	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("time is up").isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

}
