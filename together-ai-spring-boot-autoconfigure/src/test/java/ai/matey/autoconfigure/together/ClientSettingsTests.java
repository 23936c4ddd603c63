package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRDeadlines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property, with a value that no other has, for the default client and for a named
 * one.
 */
class ClientSettingsTests {

	private static final Map<String, String> SHARED = Map.ofEntries(Map.entry("default-model", "shared/model"),
			Map.entry("split-think-tags", "true"), Map.entry("shutdown-grace", "1s"), Map.entry("headers.x-a", "a"),
			Map.entry("headers.x-b", "b"), Map.entry("timeout.connect", "2s"), Map.entry("timeout.first-token", "3s"),
			Map.entry("timeout.idle", "4s"), Map.entry("timeout.response", "5s"), Map.entry("timeout.total", "6s"),
			Map.entry("retry.max-attempts", "7"), Map.entry("retry.initial-backoff", "8ms"),
			Map.entry("retry.multiplier", "9"), Map.entry("retry.max-backoff", "10s"),
			Map.entry("retry.jitter", "0.11"), Map.entry("retry.max-wait", "12s"),
			Map.entry("http.max-connections", "13"), Map.entry("http.max-idle-time", "14s"),
			Map.entry("http.pending-acquire-timeout", "15s"), Map.entry("http.pending-acquire-max-count", "20"),
			Map.entry("http.max-in-memory-size", "16KB"), Map.entry("http.max-response-size", "41KB"),
			Map.entry("http.max-header-size", "17KB"), Map.entry("http.http2", "true"),
			Map.entry("http.metrics", "true"), Map.entry("http.proxy.host", "shared-proxy"),
			Map.entry("http.proxy.port", "18"), Map.entry("ssl.bundle", "shared-bundle"),
			Map.entry("models.cache-ttl", "19s"));

	private static final Map<String, String> OWN = Map.ofEntries(Map.entry("default-model", "own/model"),
			Map.entry("split-think-tags", "false"), Map.entry("shutdown-grace", "21s"), Map.entry("headers.x-b", "own"),
			Map.entry("timeout.connect", "22s"), Map.entry("timeout.first-token", "23s"),
			Map.entry("timeout.idle", "24s"), Map.entry("timeout.response", "25s"), Map.entry("timeout.total", "26s"),
			Map.entry("retry.max-attempts", "27"), Map.entry("retry.initial-backoff", "28ms"),
			Map.entry("retry.multiplier", "29"), Map.entry("retry.max-backoff", "30s"),
			Map.entry("retry.jitter", "0.31"), Map.entry("retry.max-wait", "32s"),
			Map.entry("http.max-connections", "33"), Map.entry("http.max-idle-time", "34s"),
			Map.entry("http.pending-acquire-timeout", "35s"), Map.entry("http.pending-acquire-max-count", "40"),
			Map.entry("http.max-in-memory-size", "36KB"), Map.entry("http.max-response-size", "42KB"),
			Map.entry("http.max-header-size", "37KB"), Map.entry("http.http2", "false"),
			Map.entry("http.metrics", "false"), Map.entry("http.proxy.host", "own-proxy"),
			Map.entry("http.proxy.port", "38"), Map.entry("ssl.bundle", "own-bundle"),
			Map.entry("models.cache-ttl", "39s"));

	@Test
	void theDefaultClientHasWhatIsSet() {
		assertShared(settings("default", SHARED, Map.of()), Map.of("x-a", "a", "x-b", "b"));
	}

	@Test
	void aNamedClientTakesOverWhatItDoesNotSet() {
		// One setting of its own in every group, so that none is taken over as a whole
		Map<String, String> own = Map.of("headers.x-c", "c", "api-key", "key");
		assertShared(settings("fast", SHARED, own), Map.of("x-a", "a", "x-b", "b", "x-c", "c"));
	}

	@Test
	void aNamedClientHasWhatItSets() {
		ClientSettings settings = settings("fast", SHARED, OWN);
		assertThat(settings.defaultModel()).isEqualTo("own/model");
		assertThat(settings.splitThinkTags()).isFalse();
		assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(21));
		assertThat(settings.headers()).isEqualTo(Map.of("x-a", "a", "x-b", "own"));
		assertThat(settings.deadlines()).isEqualTo(new IRDeadlines(Duration.ofSeconds(22), Duration.ofSeconds(23),
				Duration.ofSeconds(24), Duration.ofSeconds(25), Duration.ofSeconds(26)));
		assertThat(settings.retry()).isEqualTo(
				new TogetherRetry(27, Duration.ofMillis(28), 29, Duration.ofSeconds(30), 0.31, Duration.ofSeconds(32)));
		assertThat(settings.http()).isEqualTo(new TogetherHttp(33, Duration.ofSeconds(34), Duration.ofSeconds(35), 40,
				36 * 1024, 42 * 1024, 37 * 1024, false, false, new TogetherProxy("own-proxy", 38, null, null)));
		assertThat(settings.sslBundle()).isEqualTo("own-bundle");
		assertThat(settings.modelsCacheTtl()).isEqualTo(Duration.ofSeconds(39));
	}

	@Test
	void oneSettingOfAGroupLeavesTheOthersShared() {
		ClientSettings settings = settings("fast", SHARED, Map.of("timeout.idle", "24s", "retry.max-attempts", "27",
				"http.max-connections", "33", "default-model", "own/model"));
		assertThat(settings.deadlines()).isEqualTo(new IRDeadlines(Duration.ofSeconds(2), Duration.ofSeconds(3),
				Duration.ofSeconds(24), Duration.ofSeconds(5), Duration.ofSeconds(6)));
		assertThat(settings.retry()).isEqualTo(
				new TogetherRetry(27, Duration.ofMillis(8), 9, Duration.ofSeconds(10), 0.11, Duration.ofSeconds(12)));
		assertThat(settings.http()).isEqualTo(new TogetherHttp(33, Duration.ofSeconds(14), Duration.ofSeconds(15), 20,
				16 * 1024, 41 * 1024, 17 * 1024, true, true, new TogetherProxy("shared-proxy", 18, null, null)));
	}

	private static void assertShared(ClientSettings settings, Map<String, String> headers) {
		assertThat(settings.defaultModel()).isEqualTo("shared/model");
		assertThat(settings.splitThinkTags()).isTrue();
		assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(1));
		assertThat(settings.headers()).isEqualTo(headers);
		assertThat(settings.deadlines()).isEqualTo(new IRDeadlines(Duration.ofSeconds(2), Duration.ofSeconds(3),
				Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6)));
		assertThat(settings.retry()).isEqualTo(
				new TogetherRetry(7, Duration.ofMillis(8), 9, Duration.ofSeconds(10), 0.11, Duration.ofSeconds(12)));
		assertThat(settings.http()).isEqualTo(new TogetherHttp(13, Duration.ofSeconds(14), Duration.ofSeconds(15), 20,
				16 * 1024, 41 * 1024, 17 * 1024, true, true, new TogetherProxy("shared-proxy", 18, null, null)));
		assertThat(settings.sslBundle()).isEqualTo("shared-bundle");
		assertThat(settings.modelsCacheTtl()).isEqualTo(Duration.ofSeconds(19));
	}

	private static ClientSettings settings(String name, Map<String, String> shared, Map<String, String> own) {
		Map<String, String> all = new LinkedHashMap<>();
		shared.forEach((key, value) -> all.put("together." + key, value));
		own.forEach((key, value) -> all.put("together.clients." + name + "." + key, value));
		return ClientSettings.of(name,
				new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("together", TogetherProperties.class));
	}

}
