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
 * @param type the provider's name for its kind, such as {@code chat}, or {@code null}
 * @param created when it was created, or {@code null} if unknown
 * @param ownedBy the organization that owns it, or {@code null}
 * @param contextLength maximum number of tokens of prompt and response together, or
 * {@code null} if unknown
 * @param capabilities what it can do according to the list; a hint that restricts nothing
 * @param pricing what it costs, or {@code null}
 * @param metadata further fields of the provider
 * @param refused whether the provider recently refused a call to it because the model is
 * unavailable
 * @since 0.1.0
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
	 * Create a model without a known refusal.
	 * @param id the name to use in requests
	 * @param name the name to show
	 * @param type the provider's name for its kind, or {@code null}
	 * @param created when it was created, or {@code null}
	 * @param ownedBy the organization that owns it, or {@code null}
	 * @param contextLength maximum number of tokens of prompt and response together, or
	 * {@code null}
	 * @param capabilities what it can do according to the list
	 * @param pricing what it costs, or {@code null}
	 * @param metadata further fields of the provider
	 */
	public AIModel(String id, String name, @Nullable String type, @Nullable Instant created, @Nullable String ownedBy,
			@Nullable Integer contextLength, Set<ModelCapability> capabilities, @Nullable ModelPricing pricing,
			Map<String, @Nullable Object> metadata) {
		this(id, name, type, created, ownedBy, contextLength, capabilities, pricing, metadata, false);
	}

	/**
	 * Return a copy that is marked as refused or not.
	 * @param refused whether the provider recently refused a call to it
	 * @return this model if the mark is the same, otherwise a copy
	 */
	public AIModel withRefused(boolean refused) {
		return (refused == this.refused) ? this : new AIModel(this.id, this.name, this.type, this.created, this.ownedBy,
				this.contextLength, this.capabilities, this.pricing, this.metadata, refused);
	}

}
