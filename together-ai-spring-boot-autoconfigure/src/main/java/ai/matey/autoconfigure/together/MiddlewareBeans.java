package ai.matey.autoconfigure.together;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

import ai.matey.core.ChatMiddleware;

/**
 * Finds the application's {@link ChatMiddleware} beans for each client: those not
 * qualified with the name of a client, and those qualified with its name.
 */
final class MiddlewareBeans {

	private static final Logger logger = LoggerFactory.getLogger(MiddlewareBeans.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> clients;

	MiddlewareBeans(ConfigurableListableBeanFactory beanFactory, Set<String> clients) {
		this.beanFactory = beanFactory;
		this.clients = clients;
	}

	/**
	 * Return the middleware for a client.
	 * @param client the name of the client
	 * @return the middleware in order
	 */
	List<ChatMiddleware> of(String client) {
		IdentityHashMap<Object, String> names = new IdentityHashMap<>();
		List<ChatMiddleware> middleware = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
				ChatMiddleware.class)) {
			ChatMiddleware bean = isFor(client, name) ? bean(client, name) : null;
			if (bean != null) {
				names.put(bean, name);
				middleware.add(bean);
			}
		}
		middleware
			.sort(AnnotationAwareOrderComparator.INSTANCE.withSourceProvider((bean) -> orderSources(names.get(bean))));
		return middleware;
	}

	private boolean isFor(String client, String name) {
		if (isQualified(name, Set.of(client))) {
			return true;
		}
		if (isQualified(name, Set.of(TogetherClients.DEFAULT)) || isQualified(name, this.clients)) {
			return false;
		}
		BeanDefinition definition = definition(name);
		return definition == null || (definition.isAutowireCandidate()
				&& !(definition instanceof AbstractBeanDefinition bean && !bean.isDefaultCandidate()));
	}

	private boolean isQualified(String name, Set<String> qualifiers) {
		return BeanFactoryAnnotationUtils.isQualifierMatch(qualifiers::contains, name, this.beanFactory);
	}

	/**
	 * Return a middleware bean, unless it depends on this client, as middleware that
	 * calls a second model may do. Such a bean would depend on itself now and call itself
	 * later.
	 */
	private @Nullable ChatMiddleware bean(String client, String name) {
		try {
			return this.beanFactory.getBean(name, ChatMiddleware.class);
		}
		catch (BeanCreationException ex) {
			if (!(ex.getMostSpecificCause() instanceof BeanCurrentlyInCreationException)) {
				throw ex;
			}
			logger.info("Middleware '{}' uses Together AI client '{}' and is therefore not applied to it", name,
					client);
			return null;
		}
	}

	/**
	 * The sources of an order in addition to the bean's class.
	 */
	private @Nullable Object orderSources(@Nullable String name) {
		if (name != null && definition(name) instanceof RootBeanDefinition definition) {
			Method factoryMethod = definition.getResolvedFactoryMethod();
			return (factoryMethod != null) ? factoryMethod : definition.getTargetType();
		}
		return null;
	}

	private @Nullable BeanDefinition definition(String name) {
		return this.beanFactory.containsBeanDefinition(name) ? this.beanFactory.getMergedBeanDefinition(name) : null;
	}

}
