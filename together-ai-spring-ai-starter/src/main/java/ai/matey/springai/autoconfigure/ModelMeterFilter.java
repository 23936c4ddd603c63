package ai.matey.springai.autoconfigure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

import ai.matey.backend.together.TogetherAIBackendAdapter;

/**
 * Denies the meters that Spring AI keeps of calls which the bridge has metered. Tokens
 * have the same meter name in both, with another type and other tags, which Prometheus
 * does not take. Meters of other providers pass.
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
