package ai.matey.ir;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A model that a provider lists. Being listed does not mean that it can be called with
 * every key: some need a dedicated endpoint.
 *
 * @param id the name to use in requests
 * @param name the name to show; the id if the provider gave none
 * @param type the provider's word for its kind, such as {@code chat}, or {@code null}
 * @param created when it was made, or {@code null} if unknown
 * @param ownedBy the organisation that made it, or {@code null}
 * @param contextLength most tokens of prompt and answer, or {@code null} if unknown
 * @param capabilities what it can do as far as the list tells; a hint, not a gate
 * @param pricing what it costs, or {@code null}
 * @param metadata the provider's further fields
 * @param refused whether the provider lately refused a call to it because the model is
 * not available
 */
public record AIModel(String id, String name, @Nullable String type, @Nullable Instant created,
		@Nullable String ownedBy, @Nullable Integer contextLength, Set<ModelCapability> capabilities,
		@Nullable ModelPricing pricing, Map<String, @Nullable Object> metadata, boolean refused) {

	public AIModel {
		Objects.requireNonNull(id, "id must not be null");
		Objects.requireNonNull(name, "name must not be null");
		capabilities = Set.copyOf(capabilities);
		metadata = Copies.json(metadata);
	}

	/**
	 * Create a model of which no refusal is known.
	 * @param id the name to use in requests
	 * @param name the name to show
	 * @param type the provider's word for its kind, or {@code null}
	 * @param created when it was made, or {@code null}
	 * @param ownedBy the organisation that made it, or {@code null}
	 * @param contextLength most tokens of prompt and answer, or {@code null}
	 * @param capabilities what it can do as far as the list tells
	 * @param pricing what it costs, or {@code null}
	 * @param metadata the provider's further fields
	 */
	public AIModel(String id, String name, @Nullable String type, @Nullable Instant created, @Nullable String ownedBy,
			@Nullable Integer contextLength, Set<ModelCapability> capabilities, @Nullable ModelPricing pricing,
			Map<String, @Nullable Object> metadata) {
		this(id, name, type, created, ownedBy, contextLength, capabilities, pricing, metadata, false);
	}

	/**
	 * Return the same model marked as refused or not.
	 * @param refused whether the provider lately refused a call to it
	 * @return this model, or a copy with the other mark
	 */
	public AIModel withRefused(boolean refused) {
		return (refused == this.refused) ? this : new AIModel(this.id, this.name, this.type, this.created, this.ownedBy,
				this.contextLength, this.capabilities, this.pricing, this.metadata, refused);
	}

}
