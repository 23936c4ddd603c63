package ai.matey.autoconfigure.together.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health check of Together AI.
 *
 * @param interval Time for which the last call tells the health. After that a probe,
 * which costs no tokens, asks the provider, at most once in this time.
 * @param timeout Maximum time to wait for the response to a probe.
 */
@ConfigurationProperties("management.health.together")
record TogetherHealthProperties(@DefaultValue("1m") Duration interval, @DefaultValue("5s") Duration timeout) {

}
