package ai.matey.springai.autoconfigure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

import ai.matey.backend.together.TogetherAIBackendAdapter;

/**
 * Denies Spring AI's meters for calls that the bridge also measures. Both use the same
 * name for the token meter, but with different types and tags, which Prometheus rejects.
 * Meters of other providers are accepted.
 */
final class ModelMeterFilter implements MeterFilter {

	private static final String PROVIDER = "gen_ai.system";

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		if (!TogetherAIBackendAdapter.PROVIDER.equals(id.getTag(PROVIDER))) {
			return MeterFilterReply.NEUTRAL;
		}
		boolean twice = switch (id.getName()) {
			case "gen_ai.client.token.usage", "gen_ai.client.operation", "gen_ai.client.operation.active" -> true;
			default -> false;
		};
		return twice ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

}
