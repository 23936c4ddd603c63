package ai.matey.springai.autoconfigure;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains that several providers have a model of the same kind, and which property
 * chooses. Comes before Boot's own analysis, which does not know the property.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeveralModelsFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private static final Map<Class<?>, String> PROPERTIES = Map.of(ChatModel.class, SpringAIModelProperties.CHAT_MODEL,
			EmbeddingModel.class, SpringAIModelProperties.EMBEDDING_MODEL, ImageModel.class,
			SpringAIModelProperties.IMAGE_MODEL);

	private static final Set<String> OURS = Set.of("togetherChatModel", "togetherEmbeddingModel", "togetherImageModel");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		String property = (type != null) ? PROPERTIES.get(type) : null;
		Collection<String> beans = cause.getBeanNamesFound();
		if (type == null || property == null || beans == null || beans.stream().noneMatch(OURS::contains)) {
			return null;
		}
		String chats = (type != ChatModel.class) ? ""
				: " For several chat models, set spring.ai.chat.client.enabled=false and make a ChatClient of each.";
		return new FailureAnalysis(
				"A " + type.getSimpleName() + " is asked for, and several providers have one: the beans "
						+ String.join(", ", beans) + ".",
				"Set " + property
						+ "=together to use Together AI, or name the other provider there, none for a bean of "
						+ "your own. To use both, ask for a bean by its class or by its name as qualifier, or mark one as "
						+ "@Primary." + chats,
				cause);
	}

}
