package ai.matey.autoconfigure.together;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Registers an adapter and a bridge for each entry of {@code together.clients}. The
 * definitions name a factory method and hold no code, so that they can be written down
 * ahead of time; they are no default candidates, so that they never compete with the
 * plain beans or with beans of the application.
 */
final class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String PROPERTY = "together.clients";

	private final Environment environment;

	NamedClientsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		TogetherProperties.clientNames(this.environment).forEach((name) -> register(name, registry));
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		if (name.equals(TogetherClients.DEFAULT)) {
			throw new TogetherConfigurationException(PROPERTY + "." + name,
					"The name '" + name + "' is taken by the client that is set up directly under 'together'.",
					"Move its settings to 'together', or choose another name.");
		}
		String adapterName = name + "TogetherAIBackendAdapter";
		RootBeanDefinition adapter = definition(name, "adapter");
		register(adapterName, adapter, registry);
		RootBeanDefinition bridge = definition(name, "bridge");
		bridge.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference(adapterName));
		register(name + "Bridge", bridge, registry);
	}

	private static RootBeanDefinition definition(String name, String factoryMethod) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(TogetherClients.BEAN_NAME);
		definition.setFactoryMethodName(factoryMethod);
		ConstructorArgumentValues arguments = new ConstructorArgumentValues();
		arguments.addIndexedArgumentValue(0, name);
		definition.setConstructorArgumentValues(arguments);
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
