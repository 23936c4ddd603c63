package ai.matey.springai.autoconfigure;

import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.core.Bridge;
import ai.matey.springai.TogetherRerankDocumentPostProcessor;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a reranker of retrieved
 * documents, active if {@code spring.ai.together.rerank.model} is set and Spring AI's RAG
 * module is present.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class)
@ConditionalOnClass(DocumentPostProcessor.class)
@ConditionalOnProperty("spring.ai.together.rerank.model")
@ConditionalOnSingleCandidate(Bridge.class)
@EnableConfigurationProperties(TogetherRerankProperties.class)
public final class TogetherRerankAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TogetherRerankDocumentPostProcessor togetherRerankDocumentPostProcessor(TogetherRerankProperties properties,
			Bridge bridge) {
		return TogetherRerankDocumentPostProcessor.builder(bridge)
			.model(properties.model())
			.topN(properties.topN())
			.metadataMode(properties.metadataMode())
			.build();
	}

}
