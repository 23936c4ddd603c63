package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import ai.matey.autoconfigure.together.TogetherClientProperties.Http;
import ai.matey.autoconfigure.together.TogetherClientProperties.Proxy;
import ai.matey.autoconfigure.together.TogetherClientProperties.Retry;
import ai.matey.autoconfigure.together.TogetherClientProperties.Timeout;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRDeadlines;

/**
 * The properties of one client: its own, and below them those that all clients share.
 * Values are looked up in both rather than by getters handed around, of which each would
 * be a class to generate while the application starts.
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
		return first(this.own.getDefaultModel(), this.shared.getDefaultModel());
	}

	@Nullable Boolean splitThinkTags() {
		return first(this.own.getSplitThinkTags(), this.shared.getSplitThinkTags());
	}

	@Nullable Duration shutdownGrace() {
		return first(this.own.getShutdownGrace(), this.shared.getShutdownGrace());
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
		Timeout own = this.own.getTimeout();
		Timeout shared = this.shared.getTimeout();
		return new IRDeadlines(deadline("connect", own.connect(), shared.connect()),
				deadline("first-token", own.firstToken(), shared.firstToken()),
				deadline("idle", own.idle(), shared.idle()), deadline("response", own.response(), shared.response()),
				deadline("total", own.total(), shared.total()));
	}

	TogetherRetry retry() {
		Retry own = this.own.getRetry();
		Retry shared = this.shared.getRetry();
		TogetherRetry defaults = TogetherRetry.DEFAULT;
		return new TogetherRetry(first(own.maxAttempts(), shared.maxAttempts(), defaults.maxAttempts()),
				first(own.initialBackoff(), shared.initialBackoff(), defaults.initialBackoff()),
				first(own.multiplier(), shared.multiplier(), defaults.multiplier()),
				first(own.maxBackoff(), shared.maxBackoff(), defaults.maxBackoff()),
				first(own.jitter(), shared.jitter(), defaults.jitter()),
				first(own.maxWait(), shared.maxWait(), defaults.maxWait()));
	}

	TogetherHttp http() {
		Http own = this.own.getHttp();
		Http shared = this.shared.getHttp();
		TogetherHttp defaults = TogetherHttp.DEFAULT;
		return new TogetherHttp(first(own.maxConnections(), shared.maxConnections(), defaults.maxConnections()),
				first(own.maxIdleTime(), shared.maxIdleTime(), defaults.maxIdleTime()),
				first(own.pendingAcquireTimeout(), shared.pendingAcquireTimeout(), defaults.pendingAcquireTimeout()),
				size("max-in-memory-size", own.maxInMemorySize(), shared.maxInMemorySize(), defaults.maxInMemorySize()),
				size("max-header-size", own.maxHeaderSize(), shared.maxHeaderSize(), defaults.maxHeaderSize()),
				first(own.metrics(), shared.metrics(), false));
	}

	boolean http2() {
		return first(this.own.getHttp().http2(), this.shared.getHttp().http2(), false);
	}

	/**
	 * The proxy. A blank host stands for "none", so that one client can do without the
	 * proxy of the others.
	 * @return a proxy with host and port, or {@code null} for none of ours
	 */
	@Nullable Proxy proxy() {
		Proxy proxy = first(this.own.getHttp().proxy(), this.shared.getHttp().proxy());
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
		Http own = this.own.getHttp();
		Http shared = this.shared.getHttp();
		List<String> properties = new ArrayList<>();
		addIfSet(properties, "max-connections", own.maxConnections(), shared.maxConnections());
		addIfSet(properties, "max-header-size", own.maxHeaderSize(), shared.maxHeaderSize());
		addIfSet(properties, "max-idle-time", own.maxIdleTime(), shared.maxIdleTime());
		addIfSet(properties, "metrics", own.metrics(), shared.metrics());
		addIfSet(properties, "pending-acquire-timeout", own.pendingAcquireTimeout(), shared.pendingAcquireTimeout());
		return properties;
	}

	@Nullable String sslBundle() {
		return first(this.own.getSsl().bundle(), this.shared.getSsl().bundle());
	}

	@Nullable Duration modelsCacheTtl() {
		Duration ttl = first(this.own.getModels().cacheTtl(), this.shared.getModels().cacheTtl());
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

	private static <T> @Nullable T first(@Nullable T own, @Nullable T shared) {
		return (own != null) ? own : shared;
	}

	private static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		T value = first(own, shared);
		return (value != null) ? value : defaultValue;
	}

	private static void addIfSet(List<String> properties, String name, @Nullable Object own, @Nullable Object shared) {
		if (own != null || shared != null) {
			properties.add("together.http." + name);
		}
	}

	private static @Nullable Duration deadline(String property, @Nullable Duration own, @Nullable Duration shared) {
		Duration value = first(own, shared);
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new TogetherConfigurationException("together.timeout." + property,
					"It must be longer than zero but is " + value + ".",
					"Change together.timeout." + property + ", for example to 30s.");
		}
		return value;
	}

	private static int size(String property, @Nullable DataSize own, @Nullable DataSize shared, int defaultValue) {
		DataSize value = first(own, shared);
		long bytes = (value != null) ? value.toBytes() : defaultValue;
		if (bytes > Integer.MAX_VALUE) {
			throw new TogetherConfigurationException("together.http." + property,
					"It must be less than 2 GB but is " + bytes + " bytes.", "Change together.http." + property + ".");
		}
		return (int) Math.max(bytes, Integer.MIN_VALUE);
	}

}
