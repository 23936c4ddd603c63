package ai.matey.adapter;

import java.util.Objects;

/**
 * Metadata of an adapter.
 *
 * @param name the adapter's name, as it appears in provenance
 * @param provider the provider or format, by its OpenTelemetry name if there is one
 * @param capabilities the features that the adapter can express
 * @since 0.1.0
 */
public record AdapterMetadata(String name, String provider, AdapterCapabilities capabilities) {

	public AdapterMetadata {
		Objects.requireNonNull(name, "name must not be null");
		Objects.requireNonNull(provider, "provider must not be null");
		Objects.requireNonNull(capabilities, "capabilities must not be null");
	}

}
