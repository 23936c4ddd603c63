package ai.matey.autoconfigure.together;

import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Registers an adapter, a bridge builder and a bridge for each entry of {@code
 * together.clients}. The definitions refer to a factory method and contain no code, so
 * that they can be processed ahead of time. They are not default candidates, so that they
 * do not compete with the beans of the default client or the application.
 */
final class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String PROPERTY = "together.clients";

	private static final Logger logger = LoggerFactory.getLogger(NamedClientsRegistrar.class);

	private final Environment environment;

	NamedClientsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		BootVersion.require(SpringBootVersion.getVersion());
		TogetherProperties.clientNames(this.environment).forEach((name) -> register(name, registry));
	}

	/**
	 * Warn about clients that do not exist because they were not configured when the
	 * application was processed ahead of time.
	 * @param names the names of all configured clients
	 * @param beanFactory the factory of the beans
	 */
	static void warnOfMissing(Set<String> names, BeanFactory beanFactory) {
		List<String> missing = names.stream().filter((name) -> !beanFactory.containsBean(adapterName(name))).toList();
		if (!missing.isEmpty()) {
			logger.warn(
					"Together AI clients {} do not exist, because they were not configured when the application "
							+ "was processed ahead of time. Build the application again with together.clients.{}.* set",
					missing, missing.get(0));
		}
	}

	private static String adapterName(String name) {
		return name + "TogetherAIBackendAdapter";
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		if (name.equals(TogetherClients.DEFAULT)) {
			throw new TogetherConfigurationException(PROPERTY + "." + name,
					"The name '" + name + "' is reserved for the client that is configured directly under 'together'.",
					"Move its settings to 'together', or choose another name.");
		}
		String adapterName = adapterName(name);
		RootBeanDefinition adapter = definition(name, "adapter", name);
		register(adapterName, adapter, registry);
		String builderName = name + "BridgeBuilder";
		RootBeanDefinition builder = definition(name, "bridgeBuilder", name, new RuntimeBeanReference(adapterName));
		builder.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		register(builderName, builder, registry);
		register(name + "Bridge", definition(name, "bridge", new RuntimeBeanReference(builderName)), registry);
	}

	private static RootBeanDefinition definition(String name, String factoryMethod, Object... arguments) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(TogetherClients.BEAN_NAME);
		definition.setFactoryMethodName(factoryMethod);
		ConstructorArgumentValues values = new ConstructorArgumentValues();
		for (int i = 0; i < arguments.length; i++) {
			values.addIndexedArgumentValue(i, arguments[i]);
		}
		definition.setConstructorArgumentValues(values);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		definition.setDefaultCandidate(false);
		definition.setDestroyMethodName(RootBeanDefinition.INFER_METHOD);
		return definition;
	}

	private static void register(String beanName, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(beanName)) {
			registry.registerBeanDefinition(beanName, definition);
		}
	}

}
