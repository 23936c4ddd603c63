package ai.matey.autoconfigure.together.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health check of Together AI.
 *
 * @param interval Time for which the last call determines the health. After that, the
 * provider is probed at most once per interval, which costs no tokens.
 * @param timeout Maximum time to wait for the response to a probe.
 */
@ConfigurationProperties("management.health.together")
record TogetherHealthProperties(@DefaultValue("1m") Duration interval, @DefaultValue("5s") Duration timeout) {

}
