package ai.matey.autoconfigure.together.pacing;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import ai.matey.pacing.store.PacingStore;
import ai.matey.pacing.redis.RedisLink;
import ai.matey.pacing.redis.RedisPacingStore;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a pacing store in the
 * application's Redis. It uses the application's client with all its settings and opens a
 * separate connection when it is first used.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ Bucket4jLettuce.class, RedisClient.class, LettuceConnectionFactory.class })
@ConditionalOnProperty(name = "together.pacing.store", havingValue = "redis")
@EnableConfigurationProperties(TogetherPacingProperties.class)
public final class RedisPacingStoreAutoConfiguration {

	@Bean
	@ConditionalOnBean(LettuceConnectionFactory.class)
	@ConditionalOnMissingBean(PacingStore.class)
	RedisPacingStore redisPacingStore(LettuceConnectionFactory connectionFactory, TogetherPacingProperties properties) {
		return new RedisPacingStore(() -> RedisLink.connect(connectionFactory.getRequiredNativeClient()),
				(task) -> Schedulers.boundedElastic().schedule(task), properties.redis().keyPrefix());
	}

}
