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
 * What is known about a request or an answer beside its content.
 *
 * @param requestId the caller's id of the request, at most 256 characters; the answer has
 * the same one
 * @param timestamp when the request was made, or the answer received
 * @param provenance through which parts it came
 * @param warnings what the caller should know, in the order it was noticed
 * @param providerResponseId the provider's id of the answer, or {@code null}
 * @param model the model that answered, or {@code null}
 * @param rateLimits what the provider said about its limits, or {@code null}
 * @param latency from the first attempt to the end of the answer, or {@code null}
 * @param attempts how many times the request was sent; 0 before it was
 * @param cost what the call cost, or {@code null} if a price or the usage is not known
 * @param cachedAt when the response was put into the cache that it comes from, or
 * {@code null} if it is fresh
 * @param custom further values: of the caller in a request, the provider's fields without
 * a place of their own in an answer
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
	 * Create a builder that starts with this metadata.
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
	 * Shows identifiers and counts, not the values of {@code custom}.
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
		 * The caller's id of the request.
		 * @param requestId an id; by default a random UUID
		 * @return this builder
		 */
		public Builder requestId(String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * When the request was made, or the answer received.
		 * @param timestamp a time; by default now
		 * @return this builder
		 */
		public Builder timestamp(Instant timestamp) {
			this.timestamp = timestamp;
			return this;
		}

		/**
		 * Through which parts it came.
		 * @param provenance the parts
		 * @return this builder
		 */
		public Builder provenance(IRProvenance provenance) {
			this.provenance = provenance;
			return this;
		}

		/**
		 * Add a warning.
		 * @param warning what the caller should know
		 * @return this builder
		 */
		public Builder warning(IRWarning warning) {
			this.warnings.add(warning);
			return this;
		}

		/**
		 * Add warnings.
		 * @param warnings what the caller should know
		 * @return this builder
		 */
		public Builder warnings(List<IRWarning> warnings) {
			this.warnings.addAll(warnings);
			return this;
		}

		/**
		 * The provider's id of the answer.
		 * @param providerResponseId the id, or {@code null}
		 * @return this builder
		 */
		public Builder providerResponseId(@Nullable String providerResponseId) {
			this.providerResponseId = providerResponseId;
			return this;
		}

		/**
		 * The model that answered.
		 * @param model the model, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * What the provider said about its limits.
		 * @param rateLimits the limits, or {@code null}
		 * @return this builder
		 */
		public Builder rateLimits(@Nullable RateLimits rateLimits) {
			this.rateLimits = rateLimits;
			return this;
		}

		/**
		 * From the first attempt to the end of the answer.
		 * @param latency the time, or {@code null}
		 * @return this builder
		 */
		public Builder latency(@Nullable Duration latency) {
			this.latency = latency;
			return this;
		}

		/**
		 * How many times the request was sent.
		 * @param attempts 1 for a call without retries
		 * @return this builder
		 */
		public Builder attempts(int attempts) {
			this.attempts = attempts;
			return this;
		}

		/**
		 * Set what the call cost.
		 * @param cost the cost, or {@code null} if it is not known
		 * @return this builder
		 */
		public Builder cost(@Nullable IRCost cost) {
			this.cost = cost;
			return this;
		}

		/**
		 * Set when the response was put into the cache that it comes from.
		 * @param cachedAt the time, or {@code null} if it is fresh
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
		 * An id has to be unlike all others, not hard to guess. A source of secure
		 * numbers may block, and requests are built on event loops.
		 */
		private static String randomId() {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62))
				.toString();
		}

	}

}
