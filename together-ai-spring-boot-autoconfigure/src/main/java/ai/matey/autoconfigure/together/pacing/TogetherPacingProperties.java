package ai.matey.autoconfigure.together.pacing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of pacing that hold for all clients. The others are those of each client.
 *
 * @param store Where instances share what they learned.
 * @param maxModels Maximum number of models that are paced. An idle one that nothing was
 * learned about makes room for the next; without such a one, calls to further models pass
 * freely.
 * @param redis Sharing through Redis.
 */
@ConfigurationProperties("together.pacing")
public record TogetherPacingProperties(@DefaultValue("none") Store store, @DefaultValue("256") int maxModels,
		@DefaultValue Redis redis) {

	/**
	 * Where instances share what they learned.
	 */
	public enum Store {

		/** Nowhere: each instance learns alone. */
		NONE,

		/** In the application's Redis. */
		REDIS

	}

	/**
	 * Sharing through Redis.
	 *
	 * @param keyPrefix Prefix of the names of all keys. Applications that share an
	 * organisation's limits need the same one, and the same names of clients.
	 * @param timeout Maximum time that Redis may take before this instance goes on alone.
	 */
	public record Redis(@DefaultValue("together:pacing:") String keyPrefix, @DefaultValue("250ms") Duration timeout) {

	}

}
