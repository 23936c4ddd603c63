package ai.matey.test.together;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a builder has gathered.
 *
 * @param port the port, 0 for any free one
 * @param apiKey the only key accepted, null for any
 * @param pace the time per token
 * @param models models beside the built-in ones
 * @param anyModel whether all model names are accepted
 * @param requestsPerSecond the rate limit, 0 for none
 * @param logLimit the most requests kept in the log
 */
record Settings(int port, @Nullable String apiKey, Duration pace, List<ModelCatalog.Model> models, boolean anyModel,
		double requestsPerSecond, int logLimit) {

	Settings {
		models = List.copyOf(models);
	}

	/**
	 * Names the settings without the key.
	 */
	@Override
	public String toString() {
		return "Settings[port=" + this.port + ", pace=" + this.pace + "]";
	}

}
