package ai.matey.springai.chatclient;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestConstructor;

import ai.matey.test.together.spring.AutoConfigureFakeTogether;

/**
 * An application with the starter and nothing of its own, on a fake server.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = SpringAiTest.Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "together.default-model=meta-llama/Llama-3.3-70B-Instruct-Turbo",
				"spring.ai.together.embedding.model=intfloat/multilingual-e5-large-instruct",
				"spring.ai.together.image.model=black-forest-labs/FLUX.1-schnell",
				"spring.ai.together.rerank.model=mixedbread-ai/Mxbai-Rerank-Large-V2",
				"spring.ai.together.rerank.top-n=1", "spring.ai.mcp.client.enabled=false",
				"spring.ai.mcp.server.enabled=false", "together.retry.initial-backoff=1ms",
				"together.retry.max-backoff=1ms" })
@AutoConfigureFakeTogether
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@interface SpringAiTest {

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	class Application {

	}

}
