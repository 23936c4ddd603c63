package ai.matey.ir;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Metadata of a request or a response.
 *
 * @param requestId the request id set by the caller, at most 256 characters; the response
 * has the same id
 * @param timestamp when the request was created or the response received
 * @param provenance the components that it passed through
 * @param warnings the warnings in the order in which they occurred
 * @param providerResponseId the response id assigned by the provider, or {@code null}
 * @param model the model that responded, or {@code null}
 * @param rateLimits the rate limits that the provider reported, or {@code null}
 * @param latency the time from the first attempt to the end of the response, or
 * {@code null}
 * @param attempts the number of attempts; 0 before the first
 * @param cost the cost of the call, or {@code null} if a price or the usage is unknown
 * @param cachedAt when the response was cached, or {@code null} if it does not come from
 * a cache
 * @param custom further values: those of the caller in a request, and fields of the
 * provider that have no component here in a response
 * @since 0.1.0
 */
public record IRMetadata(String requestId, Instant timestamp, IRProvenance provenance, List<IRWarning> warnings,
		@Nullable String providerResponseId, @Nullable String model, @Nullable RateLimits rateLimits,
		@Nullable Duration latency, int attempts, @Nullable IRCost cost, @Nullable Instant cachedAt,
		Map<String, @Nullable Object> custom) {

	public IRMetadata {
		Objects.requireNonNull(requestId, "requestId must not be null");
		Names.checked("requestId", requestId);
		providerResponseId = Names.cut(providerResponseId);
		model = Names.cut(model);
		Objects.requireNonNull(timestamp, "timestamp must not be null");
		Objects.requireNonNull(provenance, "provenance must not be null");
		warnings = List.copyOf(warnings);
		custom = Copies.json(custom);
	}

	/**
	 * Create a builder with a random request id and the current time.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a builder initialized with this metadata.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.requestId = this.requestId;
		builder.timestamp = this.timestamp;
		builder.provenance = this.provenance;
		builder.warnings.addAll(this.warnings);
		builder.providerResponseId = this.providerResponseId;
		builder.model = this.model;
		builder.rateLimits = this.rateLimits;
		builder.latency = this.latency;
		builder.attempts = this.attempts;
		builder.cost = this.cost;
		builder.cachedAt = this.cachedAt;
		builder.custom.putAll(this.custom);
		return builder;
	}

	/**
	 * Return identifiers and counts, without the values of {@code custom}.
	 */
	@Override
	public String toString() {
		return "IRMetadata[requestId=" + this.requestId + ", providerResponseId=" + this.providerResponseId + ", model="
				+ this.model + ", attempts=" + this.attempts + ", latency=" + this.latency + ", cost=" + this.cost
				+ ", warnings=" + this.warnings.size() + ", custom=" + this.custom.keySet() + "]";
	}

	/**
	 * Builds {@link IRMetadata}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String requestId;

		private @Nullable Instant timestamp;

		private IRProvenance provenance = IRProvenance.NONE;

		private final List<IRWarning> warnings = new ArrayList<>();

		private @Nullable String providerResponseId;

		private @Nullable String model;

		private @Nullable RateLimits rateLimits;

		private @Nullable Duration latency;

		private int attempts;

		private @Nullable IRCost cost;

		private @Nullable Instant cachedAt;

		private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Set the request id.
		 * @param requestId the id; a random UUID by default
		 * @return this builder
		 */
		public Builder requestId(String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Set when the request was created or the response received.
		 * @param timestamp the time; now by default
		 * @return this builder
		 */
		public Builder timestamp(Instant timestamp) {
			this.timestamp = timestamp;
			return this;
		}

		/**
		 * Set the components that the request or response passed through.
		 * @param provenance the components
		 * @return this builder
		 */
		public Builder provenance(IRProvenance provenance) {
			this.provenance = provenance;
			return this;
		}

		/**
		 * Add a warning.
		 * @param warning the warning
		 * @return this builder
		 */
		public Builder warning(IRWarning warning) {
			this.warnings.add(warning);
			return this;
		}

		/**
		 * Add warnings.
		 * @param warnings the warnings
		 * @return this builder
		 */
		public Builder warnings(List<IRWarning> warnings) {
			this.warnings.addAll(warnings);
			return this;
		}

		/**
		 * Set the response id assigned by the provider.
		 * @param providerResponseId the id, or {@code null}
		 * @return this builder
		 */
		public Builder providerResponseId(@Nullable String providerResponseId) {
			this.providerResponseId = providerResponseId;
			return this;
		}

		/**
		 * Set the model that responded.
		 * @param model the model, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the rate limits that the provider reported.
		 * @param rateLimits the limits, or {@code null}
		 * @return this builder
		 */
		public Builder rateLimits(@Nullable RateLimits rateLimits) {
			this.rateLimits = rateLimits;
			return this;
		}

		/**
		 * Set the time from the first attempt to the end of the response.
		 * @param latency the time, or {@code null}
		 * @return this builder
		 */
		public Builder latency(@Nullable Duration latency) {
			this.latency = latency;
			return this;
		}

		/**
		 * Set the number of attempts made.
		 * @param attempts 1 for a call without retries
		 * @return this builder
		 */
		public Builder attempts(int attempts) {
			this.attempts = attempts;
			return this;
		}

		/**
		 * Set the cost of the call.
		 * @param cost the cost, or {@code null} if it is unknown
		 * @return this builder
		 */
		public Builder cost(@Nullable IRCost cost) {
			this.cost = cost;
			return this;
		}

		/**
		 * Set when the response was cached.
		 * @param cachedAt the time, or {@code null} if the response does not come from a
		 * cache
		 * @return this builder
		 */
		public Builder cachedAt(@Nullable Instant cachedAt) {
			this.cachedAt = cachedAt;
			return this;
		}

		/**
		 * Add a further value.
		 * @param name its name
		 * @param value a JSON value
		 * @return this builder
		 */
		public Builder custom(String name, @Nullable Object value) {
			this.custom.put(name, value);
			return this;
		}

		/**
		 * Build the metadata.
		 * @return the metadata
		 */
		public IRMetadata build() {
			return new IRMetadata((this.requestId != null) ? this.requestId : randomId(),
					(this.timestamp != null) ? this.timestamp : Instant.now(), this.provenance, this.warnings,
					this.providerResponseId, this.model, this.rateLimits, this.latency, this.attempts, this.cost,
					this.cachedAt, this.custom);
		}

		/**
		 * The id must be unique but not hard to guess. A secure random source may block,
		 * and requests are built on event loops.
		 */
		private static String randomId() {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62))
				.toString();
		}

	}

}
