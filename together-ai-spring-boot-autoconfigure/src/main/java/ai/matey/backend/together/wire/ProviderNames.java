package ai.matey.backend.together.wire;

/**
 * Names of the adapter and its provider.
 */
public final class ProviderNames {

	/** The name of the adapter in provenance and warnings. */
	public static final String ADAPTER = "together-ai-backend";

	/** The name of the provider, following the OpenTelemetry conventions. */
	public static final String PROVIDER = "together_ai";

	private ProviderNames() {
	}

}
