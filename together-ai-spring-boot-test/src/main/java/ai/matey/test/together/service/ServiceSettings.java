package ai.matey.test.together.service;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the service.
 *
 * @param apiKey the only accepted key, or {@code null} to accept any
 * @param pace the time per token
 * @param models models in addition to the built-in ones
 * @param anyModel whether all model names are accepted
 * @param requestsPerSecond the rate limit, or 0 for none
 */
public record ServiceSettings(@Nullable String apiKey, Duration pace, List<ModelInfo> models, boolean anyModel,
		double requestsPerSecond) {

	public ServiceSettings {
		models = List.copyOf(models);
	}

	/**
	 * Return a description without the key.
	 */
	@Override
	public String toString() {
		return "ServiceSettings[pace=" + this.pace + "]";
	}

}
