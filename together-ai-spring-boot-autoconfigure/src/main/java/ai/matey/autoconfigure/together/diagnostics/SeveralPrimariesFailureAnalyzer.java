package ai.matey.autoconfigure.together.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;

/**
 * Failure analyzer for several primary beans. It runs before Boot's own analyzer, which
 * advises marking one of them as primary.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeveralPrimariesFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private static final Set<Class<?>> TYPES = Set.of(Bridge.class, TogetherAIBackendAdapter.class,
			TogetherApiKeySupplier.class);

	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	SeveralPrimariesFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory configurable) ? configurable : null;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || !TYPES.contains(type) || this.beanFactory == null) {
			return null;
		}
		List<String> primaries = primaries(type, this.beanFactory);
		if (primaries.size() < 2) {
			return null;
		}
		return new FailureAnalysis("Several beans of type " + type.getSimpleName() + " are primary: " + primaries + ".",
				"Make only one of them primary and inject the others by qualifier. Clients under together.clients "
						+ "do not need a primary bean: they are injected only with their name as qualifier.",
				cause);
	}

	private static List<String> primaries(Class<?> type, ConfigurableListableBeanFactory beanFactory) {
		return Arrays.stream(beanFactory.getBeanNamesForType(type, true, false))
			.filter(beanFactory::containsBeanDefinition)
			.filter((name) -> beanFactory.getMergedBeanDefinition(name).isPrimary())
			.toList();
	}

}
