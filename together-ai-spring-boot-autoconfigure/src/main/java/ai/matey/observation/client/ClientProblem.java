package ai.matey.observation.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;

/**
 * Something that keeps a client from working, or some of its calls.
 *
 * @param kind what it is
 * @param since when it was first seen
 * @param failure the latest failure that shows it
 * @param general whether it concerns the client as a whole. A provider that is overloaded
 * or fails may do so for one model only: that is general once most of the client's last
 * ten calls ended so.
 */
public record ClientProblem(Kind kind, Instant since, CallFailure failure, boolean general) {

	/**
	 * What keeps a client from working, the worst first.
	 */
	public enum Kind {

		/** No key is set. */
		KEY_MISSING("no API key is set", null),

		/** The provider refuses the key. */
		KEY_REJECTED("the provider refuses the API key", null),

		/** Credits or a spending limit are used up. */
		BILLING("credits or a spending limit are used up", Duration.ofMinutes(10)),

		/** No connection can be made, or it breaks. */
		UNREACHABLE("the provider cannot be reached", null),

		/** The provider has no capacity. */
		OVERLOADED("the provider has no capacity", Duration.ofMinutes(1)),

		/** The provider fails or takes too long. */
		FAILING("the provider fails", Duration.ofMinutes(1)),

		/** The key supplier fails or gives no key in time. */
		KEY_UNAVAILABLE("the API key cannot be had at present", Duration.ofMinutes(1)),

		/** Rate limits are exceeded. */
		THROTTLED("rate limits are exceeded", Duration.ofMinutes(1));

		private final String text;

		private final @Nullable Duration lifetime;

		Kind(String text, @Nullable Duration lifetime) {
			this.text = text;
			this.lifetime = lifetime;
		}

		/**
		 * Return what it is, for a person.
		 * @return half a sentence
		 */
		public String text() {
			return this.text;
		}

		/**
		 * Return how long the problem is taken to last after it was last seen, if nothing
		 * disproves it. Without a time only a response can disprove it, which a probe
		 * gets, too.
		 */
		@Nullable Duration lifetime() {
			return this.lifetime;
		}

		/**
		 * Whether it may concern one model only.
		 */
		boolean isOfModel() {
			return this == OVERLOADED || this == FAILING;
		}

		/**
		 * Return what a failure says about the client.
		 * @param code the failure's code
		 * @return the kind, or {@code null} if it says something about one request only
		 */
		public static @Nullable Kind of(ErrorCode code) {
			return switch (code) {
				case MISSING_API_KEY -> KEY_MISSING;
				case API_KEY_UNAVAILABLE -> KEY_UNAVAILABLE;
				case INVALID_API_KEY -> KEY_REJECTED;
				case QUOTA_EXCEEDED -> BILLING;
				case NETWORK_ERROR, CONNECTION_TIMEOUT, DNS_RESOLUTION_FAILED -> UNREACHABLE;
				case PROVIDER_OVERLOADED -> OVERLOADED;
				case PROVIDER_ERROR, PROVIDER_TIMEOUT -> FAILING;
				case RATE_LIMIT_EXCEEDED -> THROTTLED;
				default -> null;
			};
		}

	}

}
