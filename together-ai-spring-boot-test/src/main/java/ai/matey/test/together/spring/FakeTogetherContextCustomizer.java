package ai.matey.test.together.spring;

import java.time.Duration;
import java.util.List;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.FakeTogetherBuilder;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts the server before the context because properties need its port. Equal
 * customizers share a cached context.
 *
 * @param apiKey the API key to configure, and the only one to accept unless any key is
 * accepted
 * @param tokensPerSecond the speed, or 0 to respond immediately
 * @param models the names of chat models to add
 * @param anyModel whether all model names are accepted
 */
record FakeTogetherContextCustomizer(String apiKey, double tokensPerSecond, List<String> models,
		boolean anyModel) implements ContextCustomizer {

	/** The name of the bean, which no application is likely to use. */
	static final String BEAN_NAME = FakeTogether.class.getName();

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		customize(context);
	}

	void customize(ConfigurableApplicationContext context) {
		FakeTogether fake = start();
		context.getBeanFactory().registerSingleton(BEAN_NAME, fake);
		// Also closes the server when the context fails to start.
		((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(BEAN_NAME, fake::close);
		context.getBeanFactory().addBeanPostProcessor(new FakeConnectionDetailsPostProcessor(fake, this.apiKey));
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new FakeTogetherPropertySource(BEAN_NAME, fake, this.apiKey));
	}

	private FakeTogether start() {
		FakeTogetherBuilder builder = FakeTogether.builder().pace(Duration.ZERO);
		if (!this.apiKey.equals(AutoConfigureFakeTogether.ANY_API_KEY)) {
			builder.apiKey(this.apiKey);
		}
		if (this.tokensPerSecond > 0) {
			builder.tokensPerSecond(this.tokensPerSecond);
		}
		this.models.forEach(builder::model);
		return (this.anyModel ? builder.anyModel() : builder).start();
	}

}
