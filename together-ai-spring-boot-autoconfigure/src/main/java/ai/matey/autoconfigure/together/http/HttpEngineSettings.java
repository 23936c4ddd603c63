package ai.matey.autoconfigure.together.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherSettings;

/**
 * Settings of the HTTP library of one client after all customizers have been applied.
 *
 * @param client the name of the client
 * @param http the settings for connections and size limits
 * @param connect the maximum time to establish a connection, or {@code null} for no limit
 * @param secure whether the client uses TLS
 * @param sslBundle the name of the client's own SSL bundle, or {@code null}
 * @since 0.1.0
 */
public record HttpEngineSettings(String client, TogetherHttp http, @Nullable Duration connect, boolean secure,
		@Nullable String sslBundle) {

	private static final String PREFIX = "together.http.";

	/**
	 * Create the settings.
	 * @param settings the settings of the client
	 * @param sslBundle the name of the client's own SSL bundle, or {@code null}
	 * @return the settings
	 */
	public static HttpEngineSettings of(TogetherSettings settings, @Nullable String sslBundle) {
		return new HttpEngineSettings(settings.name(), settings.http(), settings.deadlines().connect(),
				ServerAddress.of(settings.baseUrl()).isSecure(), sslBundle);
	}

	/**
	 * Return whether to offer HTTP/2, which requires TLS.
	 * @return whether HTTP/2 is enabled and can be used
	 */
	boolean http2() {
		return this.http.http2() && this.secure;
	}

	/**
	 * Return the properties that differ from their defaults and have no effect.
	 * @param applied the last parts of the names of those that the library supports
	 * @return the names of the properties
	 */
	List<String> ignoredProperties(String... applied) {
		List<String> ignored = changedProperties();
		for (String name : applied) {
			ignored.remove(PREFIX + name);
		}
		if (this.http.http2() && !this.secure) {
			ignored.add(PREFIX + "http2");
		}
		return ignored.stream().distinct().toList();
	}

	private List<String> changedProperties() {
		TogetherHttp defaults = TogetherHttp.DEFAULT;
		List<String> changed = new ArrayList<>();
		add(changed, "max-connections", this.http.maxConnections(), defaults.maxConnections());
		add(changed, "max-header-size", this.http.maxHeaderSize(), defaults.maxHeaderSize());
		add(changed, "max-idle-time", this.http.maxIdleTime(), defaults.maxIdleTime());
		add(changed, "metrics", this.http.metrics(), defaults.metrics());
		add(changed, "pending-acquire-max-count", this.http.pendingAcquireMaxCount(),
				defaults.pendingAcquireMaxCount());
		add(changed, "pending-acquire-timeout", this.http.pendingAcquireTimeout(), defaults.pendingAcquireTimeout());
		add(changed, "http2", this.http.http2(), defaults.http2());
		return changed;
	}

	private static void add(List<String> changed, String name, @Nullable Object value, @Nullable Object defaultValue) {
		if (!Objects.equals(value, defaultValue)) {
			changed.add(PREFIX + name);
		}
	}

}
