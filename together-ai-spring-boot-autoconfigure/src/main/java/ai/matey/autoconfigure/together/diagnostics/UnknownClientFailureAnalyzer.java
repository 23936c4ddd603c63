package ai.matey.autoconfigure.together.diagnostics;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;

/**
 * Failure analyzer for the injection of a client that is not configured. It runs before
 * Boot's own analyzer, which can report only that there is no such bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownClientFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	UnknownClientFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (cause instanceof NoUniqueBeanDefinitionException
				|| (type != Bridge.class && type != TogetherAIBackendAdapter.class)) {
			return null;
		}
		String name = qualifier(rootFailure);
		Set<String> known = TogetherProperties.clientNames(this.environment);
		if (name == null || known.contains(name)) {
			return null;
		}
		return new FailureAnalysis(
				"A " + type.getSimpleName() + " of the Together AI client '" + name
						+ "' is required, but no client with that name is configured. "
						+ (known.isEmpty() ? "There are no named clients." : "The named clients are: " + known + "."),
				"Configure the client under together.clients." + name
						+ ", correct the qualifier, or remove it to inject the default client.",
				cause);
	}

	private static @Nullable String qualifier(@Nullable Throwable failure) {
		String name = null;
		for (Throwable current = failure; current != null; current = current.getCause()) {
			InjectionPoint point = (current instanceof UnsatisfiedDependencyException unsatisfied)
					? unsatisfied.getInjectionPoint() : null;
			if (point != null) {
				name = qualifier(point.getAnnotations());
			}
		}
		return name;
	}

	private static @Nullable String qualifier(Annotation[] annotations) {
		return Arrays.stream(annotations)
			.filter(Qualifier.class::isInstance)
			.map((annotation) -> ((Qualifier) annotation).value())
			.findFirst()
			.orElse(null);
	}

}
