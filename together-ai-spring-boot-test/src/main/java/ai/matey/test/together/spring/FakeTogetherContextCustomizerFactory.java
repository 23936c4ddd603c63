package ai.matey.test.together.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link AutoConfigureFakeTogether} on test classes.
 */
final class FakeTogetherContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		AutoConfigureFakeTogether annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureFakeTogether.class);
		if (annotation == null) {
			return null;
		}
		return new FakeTogetherContextCustomizer(annotation.apiKey(), annotation.tokensPerSecond(),
				List.of(annotation.models()), annotation.anyModel());
	}

}
