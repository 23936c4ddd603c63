package ai.matey.springai.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
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

import ai.matey.springai.TogetherChatModel;
import ai.matey.springai.TogetherEmbeddingModel;
import ai.matey.springai.TogetherImageModel;

/**
 * Failure analyzer for the injection of a model of a client that is not configured. It
 * runs before Boot's own analyzer, which can report only that there is no such bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownClientModelFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> OURS = Set.of(TogetherChatModel.class, TogetherEmbeddingModel.class,
			TogetherImageModel.class);

	private static final Set<Class<?>> ANYBODYS = Set.of(ChatModel.class, EmbeddingModel.class, ImageModel.class);

	private final Environment environment;

	UnknownClientModelFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		String name = qualifier(rootFailure);
		Set<String> known = NamedModelsRegistrar.names(this.environment);
		// If there are no named clients, the missing model may belong to another
		// provider.
		boolean together = OURS.contains(type) || (ANYBODYS.contains(type) && !known.isEmpty());
		if (!together || name == null || known.contains(name)) {
			return null;
		}
		return new FailureAnalysis(
				"A " + type.getSimpleName() + " of the Together AI client '" + name
						+ "' is required, but no client with that name is configured. "
						+ (known.isEmpty() ? "There are no named clients." : "The named clients are: " + known + "."),
				"Configure the client under together.clients." + name
						+ ", correct the qualifier, or remove it to inject the model of the default client.",
				cause);
	}

	private static @Nullable String qualifier(@Nullable Throwable failure) {
		String name = null;
		for (Throwable current = failure; current != null; current = current.getCause()) {
			InjectionPoint point = (current instanceof UnsatisfiedDependencyException unsatisfied)
					? unsatisfied.getInjectionPoint() : null;
			if (point != null) {
				name = Arrays.stream(point.getAnnotations())
					.filter(Qualifier.class::isInstance)
					.map((annotation) -> Objects.requireNonNull(((Qualifier) annotation).value()))
					.findFirst()
					.orElse(null);
			}
		}
		return name;
	}

}
