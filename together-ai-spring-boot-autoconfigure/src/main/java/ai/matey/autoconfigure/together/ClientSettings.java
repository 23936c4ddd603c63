package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import ai.matey.autoconfigure.together.TogetherClientProperties.Http;
import ai.matey.autoconfigure.together.TogetherClientProperties.Proxy;
import ai.matey.autoconfigure.together.TogetherClientProperties.Retry;
import ai.matey.autoconfigure.together.TogetherClientProperties.Timeout;
import ai.matey.backend.together.TogetherConfigurationException;
import ai.matey.backend.together.TogetherHttp;
import ai.matey.backend.together.TogetherRetry;
import ai.matey.ir.IRDeadlines;

/**
 * The properties of one client: its own, and below them those that all clients share.
 */
final class ClientSettings {

	private static final String PREFIX = "together.";

	private final String name;

	private final TogetherClientProperties own;

	private final TogetherClientProperties shared;

	private ClientSettings(String name, TogetherClientProperties own, TogetherClientProperties shared) {
		this.name = name;
		this.own = own;
		this.shared = shared;
	}

	static ClientSettings of(String name, TogetherProperties properties) {
		return new ClientSettings(name, properties.getClients().getOrDefault(name, properties), properties);
	}

	String name() {
		return this.name;
	}

	@Nullable String defaultModel() {
		return get(TogetherClientProperties::getDefaultModel);
	}

	@Nullable Boolean splitThinkTags() {
		return get(TogetherClientProperties::getSplitThinkTags);
	}

	@Nullable Duration shutdownGrace() {
		return get(TogetherClientProperties::getShutdownGrace);
	}

	Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>(this.shared.getHeaders());
		headers.putAll(this.own.getHeaders());
		return headers;
	}

	/**
	 * The deadlines that are set.
	 * @return {@code null} wherever nothing is set
	 */
	IRDeadlines deadlines() {
		return new IRDeadlines(deadline("connect", Timeout::connect), deadline("first-token", Timeout::firstToken),
				deadline("idle", Timeout::idle), deadline("response", Timeout::response),
				deadline("total", Timeout::total));
	}

	TogetherRetry retry() {
		TogetherRetry defaults = TogetherRetry.DEFAULT;
		return new TogetherRetry(retry(Retry::maxAttempts, defaults.maxAttempts()),
				retry(Retry::initialBackoff, defaults.initialBackoff()),
				retry(Retry::multiplier, defaults.multiplier()), retry(Retry::maxBackoff, defaults.maxBackoff()),
				retry(Retry::jitter, defaults.jitter()), retry(Retry::maxWait, defaults.maxWait()));
	}

	TogetherHttp http() {
		TogetherHttp defaults = TogetherHttp.DEFAULT;
		return new TogetherHttp(http(Http::maxConnections, defaults.maxConnections()),
				http(Http::maxIdleTime, defaults.maxIdleTime()),
				http(Http::pendingAcquireTimeout, defaults.pendingAcquireTimeout()),
				size("max-in-memory-size", Http::maxInMemorySize, defaults.maxInMemorySize()),
				size("max-header-size", Http::maxHeaderSize, defaults.maxHeaderSize()), http(Http::metrics, false));
	}

	boolean http2() {
		return http(Http::http2, false);
	}

	/**
	 * The proxy. A blank host stands for "none", so that one client can do without the
	 * proxy of the others.
	 * @return a proxy with host and port, or {@code null} for none of ours
	 */
	@Nullable Proxy proxy() {
		Proxy proxy = get((client) -> client.getHttp().proxy());
		if (proxy == null || proxy.host() == null || proxy.host().isBlank()) {
			return null;
		}
		if (proxy.port() == null || proxy.port() < 1 || proxy.port() > 65535) {
			throw new TogetherConfigurationException(
					"together.http.proxy.port", "It must be between 1 and 65535 but is "
							+ ((proxy.port() != null) ? proxy.port() : "not set") + ".",
					"Set together.http.proxy.port.");
		}
		return proxy;
	}

	/**
	 * The settings of connections that only some connectors can apply and that are set.
	 * @return the names of the properties
	 */
	List<String> poolProperties() {
		Map<String, Function<Http, @Nullable Object>> getters = Map.of("max-connections", Http::maxConnections,
				"max-idle-time", Http::maxIdleTime, "pending-acquire-timeout", Http::pendingAcquireTimeout,
				"max-header-size", Http::maxHeaderSize, "metrics", Http::metrics);
		return getters.entrySet()
			.stream()
			.filter((entry) -> get((client) -> entry.getValue().apply(client.getHttp())) != null)
			.map((entry) -> "together.http." + entry.getKey())
			.sorted()
			.toList();
	}

	@Nullable String sslBundle() {
		return get((client) -> client.getSsl().bundle());
	}

	@Nullable Duration modelsCacheTtl() {
		Duration ttl = get((client) -> client.getModels().cacheTtl());
		if (ttl != null && ttl.isNegative()) {
			throw new TogetherConfigurationException("together.models.cache-ttl",
					"It must not be negative but is " + ttl + ".", "Change together.models.cache-ttl.");
		}
		return ttl;
	}

	/**
	 * Lets a message about a setting of a named client name the property as it is written
	 * for that client.
	 * @param failure what is wrong with the client
	 * @return the same for this client
	 */
	TogetherConfigurationException describe(TogetherConfigurationException failure) {
		String property = failure.property();
		if (this.own == this.shared || !property.startsWith(PREFIX)) {
			return failure;
		}
		String written = PREFIX + "clients." + this.name + "." + property.substring(PREFIX.length());
		return new TogetherConfigurationException(written, failure.problem(),
				failure.action().replace(property, written));
	}

	private <T> @Nullable T get(Function<TogetherClientProperties, @Nullable T> getter) {
		T value = getter.apply(this.own);
		return (value != null) ? value : getter.apply(this.shared);
	}

	private <T> T retry(Function<Retry, @Nullable T> getter, T defaultValue) {
		T value = get((client) -> getter.apply(client.getRetry()));
		return (value != null) ? value : defaultValue;
	}

	private <T> T http(Function<Http, @Nullable T> getter, T defaultValue) {
		T value = get((client) -> getter.apply(client.getHttp()));
		return (value != null) ? value : defaultValue;
	}

	private @Nullable Duration deadline(String property, Function<Timeout, @Nullable Duration> getter) {
		Duration value = get((client) -> getter.apply(client.getTimeout()));
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new TogetherConfigurationException("together.timeout." + property,
					"It must be longer than zero but is " + value + ".",
					"Change together.timeout." + property + ", for example to 30s.");
		}
		return value;
	}

	private int size(String property, Function<Http, @Nullable DataSize> getter, int defaultValue) {
		long bytes = http(getter, DataSize.ofBytes(defaultValue)).toBytes();
		if (bytes > Integer.MAX_VALUE) {
			throw new TogetherConfigurationException("together.http." + property,
					"It must be less than 2 GB but is " + bytes + " bytes.", "Change together.http." + property + ".");
		}
		return (int) Math.max(bytes, Integer.MIN_VALUE);
	}

}
