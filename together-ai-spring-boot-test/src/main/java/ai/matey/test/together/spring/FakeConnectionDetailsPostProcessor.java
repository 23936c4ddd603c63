package ai.matey.test.together.spring;

import java.lang.reflect.Modifier;

import ai.matey.test.together.FakeTogether;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Points the application's own connection details at the server, whose properties they
 * replace. The interface is known by its name only, since the module that has it is
 * tested with this one.
 */
final class FakeConnectionDetailsPostProcessor implements BeanPostProcessor {

	private static final String DETAILS = "ai.matey.autoconfigure.together.TogetherConnectionDetails";

	/** Made of the properties, which lead to the server already. */
	private static final String OF_PROPERTIES = "ai.matey.autoconfigure.together.PropertiesTogetherConnectionDetails";

	private final FakeTogether fake;

	private final String apiKey;

	FakeConnectionDetailsPostProcessor(FakeTogether fake, String apiKey) {
		this.fake = fake;
		this.apiKey = apiKey;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = bean.getClass();
		return (isDetails(type) && !type.getName().equals(OF_PROPERTIES)) ? replaced(bean) : bean;
	}

	private static boolean isDetails(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.anyMatch((contract) -> contract.getName().equals(DETAILS));
	}

	/**
	 * A class that can be extended keeps its type for those that inject it.
	 */
	private Object replaced(Object details) {
		ProxyFactory factory = new ProxyFactory(details);
		factory.setProxyTargetClass(!Modifier.isFinal(details.getClass().getModifiers()));
		factory.addAdvice((MethodInterceptor) (invocation) -> switch (invocation.getMethod().getName()) {
			case "getBaseUrl" -> this.fake.baseUrl();
			case "getApiKey" -> this.apiKey;
			case "getApiKeyFile" -> null;
			case "forClient" -> ((ProxyMethodInvocation) invocation).getProxy();
			default -> invocation.proceed();
		});
		return factory.getProxy(details.getClass().getClassLoader());
	}

}
