package ai.matey.autoconfigure.together.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the health of Together AI.
 *
 * @param interval How long the last call is believed in. Without one for that long, a
 * probe asks for the list of models, which costs no tokens, and at most once in that
 * time.
 * @param timeout Longest time that a probe waits for the list of models.
 */
@ConfigurationProperties("management.health.together")
record TogetherHealthProperties(@DefaultValue("1m") Duration interval, @DefaultValue("5s") Duration timeout) {

}
