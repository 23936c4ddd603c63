package ai.matey.autoconfigure.together.pacing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of pacing that apply to all clients. Other properties of pacing belong to
 * each client.
 *
 * @param store Store in which instances share what they learn.
 * @param maxModels Maximum number of models that are paced. When it is reached, an idle
 * model about which nothing was learned makes room for the next one; if there is none,
 * calls to further models are not delayed.
 * @param redis Sharing through Redis.
 * @since 0.1.0
 */
@ConfigurationProperties("together.pacing")
public record TogetherPacingProperties(@DefaultValue("none") Store store, @DefaultValue("256") int maxModels,
		@DefaultValue Redis redis) {

	/**
	 * Store in which instances share what they learn.
	 */
	public enum Store {

		/** No sharing: each instance learns alone. */
		NONE,

		/** In the application's Redis. */
		REDIS

	}

	/**
	 * Sharing through Redis.
	 *
	 * @param keyPrefix Prefix of all Redis keys. Applications that share an
	 * organization's limits must use the same prefix and the same client names.
	 * @param timeout Maximum time that Redis may take before this instance continues
	 * alone.
	 */
	public record Redis(@DefaultValue("together:pacing:") String keyPrefix, @DefaultValue("250ms") Duration timeout) {

	}

}
