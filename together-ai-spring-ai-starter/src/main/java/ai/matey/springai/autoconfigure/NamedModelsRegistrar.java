package ai.matey.springai.autoconfigure;

import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import ai.matey.autoconfigure.together.TogetherClientProperties;

/**
 * Registers a model for each entry of {@code together.clients}. Like those of the
 * clients, the definitions contain no code, so that they can be processed ahead of time.
 * They are not default candidates, so that they are not injected without a qualifier.
 */
abstract class NamedModelsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String PROPERTY = "together.clients";

	private final Environment environment;

	private final String factoryBean;

	private final String modelSuffix;

	/**
	 * Create a registrar.
	 * @param environment the environment, which contains the names
	 * @param factoryBean the bean whose method {@code model} creates a model from a name
	 * and the bridge of the client
	 * @param modelSuffix the suffix of the names of the model beans
	 */
	NamedModelsRegistrar(Environment environment, String factoryBean, String modelSuffix) {
		this.environment = environment;
		this.factoryBean = factoryBean;
		this.modelSuffix = modelSuffix;
	}

	static Set<String> names(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, Bindable.mapOf(String.class, TogetherClientProperties.class))
			.orElseGet(Map::of)
			.keySet();
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		for (String name : names(this.environment)) {
			String beanName = name + this.modelSuffix;
			if (!registry.containsBeanDefinition(beanName)) {
				registry.registerBeanDefinition(beanName, definition(name));
			}
		}
	}

	private RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(this.factoryBean);
		definition.setFactoryMethodName("model");
		ConstructorArgumentValues arguments = new ConstructorArgumentValues();
		arguments.addIndexedArgumentValue(0, name);
		arguments.addIndexedArgumentValue(1, new RuntimeBeanReference(name + "Bridge"));
		definition.setConstructorArgumentValues(arguments);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		definition.setDefaultCandidate(false);
		return definition;
	}

}
