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
 */
public record AIModel(String id, String name, @Nullable String type, @Nullable Instant created,
		@Nullable String ownedBy, @Nullable Integer contextLength, Set<ModelCapability> capabilities,
		@Nullable ModelPricing pricing, Map<String, @Nullable Object> metadata) {

	public AIModel {
		Objects.requireNonNull(id, "id must not be null");
		Objects.requireNonNull(name, "name must not be null");
		capabilities = Set.copyOf(capabilities);
		metadata = Copies.json(metadata);
	}

}
