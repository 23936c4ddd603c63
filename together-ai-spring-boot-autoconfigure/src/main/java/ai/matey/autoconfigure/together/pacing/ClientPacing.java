package ai.matey.autoconfigure.together.pacing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.autoconfigure.together.TogetherClientProperties.Pacing;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.pacing.PacingSettings;

/**
 * Pacing settings of one client, which combine its own properties with those shared by
 * all clients.
 */
final class ClientPacing {

	private final Pacing own;

	private final Pacing shared;

	private final int maxModels;

	ClientPacing(String client, TogetherProperties properties, int maxModels) {
		this.own = properties.getClients().getOrDefault(client, properties).getPacing();
		this.shared = properties.getPacing();
		this.maxModels = maxModels;
	}

	boolean isEnabled() {
		return first(this.own.enabled(), this.shared.enabled(), true);
	}

	PacingSettings settings() {
		PacingSettings defaults = PacingSettings.DEFAULT;
		Duration maxWait = first(this.own.maxWait(), this.shared.maxWait(), defaults.maxWait());
		int maxQueue = first(this.own.maxQueue(), this.shared.maxQueue(), defaults.maxQueue());
		Duration cycle = first(this.own.cycle(), this.shared.cycle(), defaults.cycle());
		require(!maxWait.isNegative(), "max-wait", "not be negative", maxWait);
		require(maxWait.compareTo(PacingSettings.LONGEST) <= 0, "max-wait", "not exceed 365 days", maxWait);
		require(maxQueue >= 0, "max-queue", "not be negative", maxQueue);
		require(cycle.compareTo(Duration.ofSeconds(1)) >= 0, "cycle", "be at least 1s", cycle);
		require(cycle.compareTo(PacingSettings.LONGEST) <= 0, "cycle", "not exceed 365 days", cycle);
		require(this.maxModels >= 1, "max-models", "be at least 1", this.maxModels);
		return new PacingSettings(maxWait, maxQueue, cycle, this.maxModels);
	}

	private static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		T value = (own != null) ? own : shared;
		return (value != null) ? value : defaultValue;
	}

	private static void require(boolean valid, String name, String rule, Object value) {
		if (!valid) {
			throw new TogetherConfigurationException("together.pacing." + name,
					"It must " + rule + " but is " + value + ".", "Change together.pacing." + name + ".");
		}
	}

}
