package ai.matey.observation.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;

/**
 * A problem that affects a client or some of its calls.
 *
 * @param kind the kind of the problem
 * @param since when it was first seen
 * @param failure the latest failure that shows it
 * @param general whether it affects the client as a whole; an overload or a failure of
 * the provider may affect only one model, and a key may be missing only for one tenant.
 * These are general once most of the client's last ten calls ended with them; a missing
 * key also if the client never had one
 * @since 0.1.0
 */
public record ClientProblem(Kind kind, Instant since, CallFailure failure, boolean general) {

	/**
	 * The kinds of problems, worst first.
	 */
	public enum Kind {

		/** No key is set. */
		KEY_MISSING("no API key is set", null),

		/** The provider rejects the key. */
		KEY_REJECTED("the provider rejects the API key", null),

		/** Credits or a spending limit are used up. */
		BILLING("credits or a spending limit are used up", Duration.ofMinutes(10)),

		/** No connection can be established, or it is lost. */
		UNREACHABLE("the provider cannot be reached", null),

		/** The provider has no capacity. */
		OVERLOADED("the provider has no capacity", Duration.ofMinutes(1)),

		/** The provider fails or takes too long. */
		FAILING("the provider fails", Duration.ofMinutes(1)),

		/** The key supplier fails or does not return a key in time. */
		KEY_UNAVAILABLE("the API key is currently unavailable", Duration.ofMinutes(1)),

		/** Rate limits are exceeded. */
		THROTTLED("rate limits are exceeded", Duration.ofMinutes(1));

		private final String text;

		private final @Nullable Duration lifetime;

		Kind(String text, @Nullable Duration lifetime) {
			this.text = text;
			this.lifetime = lifetime;
		}

		/**
		 * Return a human-readable description.
		 * @return a description that can be part of a sentence
		 */
		public String text() {
			return this.text;
		}

		/**
		 * Return how long the problem is assumed to last after it was last seen, unless a
		 * call disproves it. If {@code null}, only a response, such as that to a probe,
		 * can disprove it.
		 */
		@Nullable Duration lifetime() {
			return this.lifetime;
		}

		/**
		 * Whether it may affect only one model.
		 */
		boolean isOfModel() {
			return this == OVERLOADED || this == FAILING;
		}

		/**
		 * Return the kind of problem that a failure indicates.
		 * @param code the code of the failure
		 * @return the kind, or {@code null} if the failure only concerns one request
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
