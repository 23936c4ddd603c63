package ai.matey.autoconfigure.together.exchange;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherClientProperties;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.autoconfigure.together.TogetherWebClientCustomizer;

/**
 * The exchange logs of the clients that have one. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherExchanges implements TogetherWebClientCustomizer {

	private final TogetherProperties properties;

	private final Map<String, ExchangeLog> logs = new ConcurrentHashMap<>();

	TogetherExchanges(TogetherProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return the log of a client.
	 * @param client the client's name
	 * @return the log, or {@code null} if the client has none or has not been used yet
	 */
	public @Nullable ExchangeLog log(String client) {
		return this.logs.get(client);
	}

	/**
	 * Return all logs.
	 * @return the logs by the names of their clients
	 */
	public Map<String, ExchangeLog> logs() {
		return new TreeMap<>(this.logs);
	}

	@Override
	public void customize(String client, WebClient.Builder builder) {
		TogetherClientProperties.Exchanges settings = ClientSettings.of(client, this.properties).exchanges();
		if (Boolean.TRUE.equals(settings.enabled())) {
			ExchangeLog log = this.logs.computeIfAbsent(client, (name) -> log(name, settings));
			builder.filter(new ExchangeRecorder(log, Boolean.TRUE.equals(settings.includeContent())));
		}
	}

	private static ExchangeLog log(String client, TogetherClientProperties.Exchanges settings) {
		return new ExchangeLog(client, Objects.requireNonNullElse(settings.maxCount(), 1),
				Objects.requireNonNullElse(settings.maxSize(), DataSize.ofMegabytes(1)).toBytes());
	}

}
