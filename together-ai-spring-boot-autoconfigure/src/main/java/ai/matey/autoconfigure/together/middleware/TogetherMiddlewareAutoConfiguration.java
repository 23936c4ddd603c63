package ai.matey.autoconfigure.together.middleware;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherMiddlewareOrder;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.middleware.budget.BudgetStore;
import ai.matey.middleware.budget.BudgetTenant;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for model aliases, budgets and
 * response caches of the clients whose properties enable them. A bean of type
 * {@link BudgetStore} replaces the stores selected by the properties, and a bean of type
 * {@link BudgetTenant} resolves the tenants of calls.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration")
@ConditionalOnBean({ TogetherAIBackendAdapter.class, TogetherProperties.class })
public final class TogetherMiddlewareAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@Order(TogetherMiddlewareOrder.ALIASES)
	TogetherModelAliases togetherModelAliases(TogetherProperties properties,
			ObjectProvider<TogetherMiddlewareListener> listeners) {
		return new TogetherModelAliases(properties, listeners);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(TogetherMiddlewareOrder.CACHE)
	TogetherResponseCaches togetherResponseCaches(TogetherProperties properties, ObjectProvider<CacheManager> managers,
			ObjectProvider<TogetherMiddlewareListener> listeners) {
		return new TogetherResponseCaches(properties, managers, listeners);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(TogetherMiddlewareOrder.BUDGET)
	TogetherBudgets togetherBudgets(TogetherProperties properties, ObjectProvider<BudgetStore> stores,
			ObjectProvider<SharedBudgetStore> sharedStores, ObjectProvider<BudgetTenant> tenants,
			ObjectProvider<TogetherMiddlewareListener> listeners, ApplicationEventPublisher events) {
		return new TogetherBudgets(properties, stores, sharedStores, tenants, listeners, events);
	}

	@Bean
	ModelStartupCheck togetherModelStartupCheck(TogetherProperties properties,
			ConfigurableListableBeanFactory beanFactory) {
		return new ModelStartupCheck(properties,
				() -> SimpleAutowireCandidateResolver
					.resolveAutowireCandidates(beanFactory, TogetherAIBackendAdapter.class)
					.values()
					.stream());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveStringRedisTemplate.class)
	@ConditionalOnBean(ReactiveRedisConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SharedBudgetStore togetherSharedBudgetStore(ReactiveRedisConnectionFactory connectionFactory) {
			return new SharedBudgetStore(new RedisBudgetStore(new ReactiveStringRedisTemplate(connectionFactory)));
		}

	}

}
