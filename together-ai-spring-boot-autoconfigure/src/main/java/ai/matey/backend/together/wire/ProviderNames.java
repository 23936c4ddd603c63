package ai.matey.backend.together.wire;

/**
 * What the adapter and its provider are called.
 */
public final class ProviderNames {

	/** The adapter's name in provenance and warnings. */
	public static final String ADAPTER = "together-ai-backend";

	/** The provider's name by the OpenTelemetry conventions' pattern. */
	public static final String PROVIDER = "together_ai";

	private ProviderNames() {
	}

}
