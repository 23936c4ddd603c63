package ai.matey.adapter;

import java.util.Objects;

/**
 * What an adapter is.
 *
 * @param name the adapter's name, as it appears in provenance
 * @param provider the provider or format, as OpenTelemetry names it where it does
 * @param capabilities what it can express
 */
public record AdapterMetadata(String name, String provider, AdapterCapabilities capabilities) {

	public AdapterMetadata {
		Objects.requireNonNull(name, "name must not be null");
		Objects.requireNonNull(provider, "provider must not be null");
		Objects.requireNonNull(capabilities, "capabilities must not be null");
	}

}
