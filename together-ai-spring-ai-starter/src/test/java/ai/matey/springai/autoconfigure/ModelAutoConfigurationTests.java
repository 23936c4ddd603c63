package ai.matey.springai.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.AuthenticationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRResponseFormat;
import ai.matey.springai.TogetherChatModel;
import ai.matey.springai.TogetherChatOptions;
import ai.matey.springai.TogetherEmbeddingModel;
import ai.matey.springai.TogetherImageModel;
import ai.matey.springai.TogetherRerankDocumentPostProcessor;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class ModelAutoConfigurationTests {

	private final FakeTogether fake;

	private final ApplicationContextRunner runner;

	ModelAutoConfigurationTests(FakeTogether fake) {
		this.fake = fake;
		this.runner = TestContexts.runner()
			.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key-of-a-test",
					"together.default-model=" + TestContexts.MODEL);
	}

	@Test
	void allModelsAreThere() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class)
				.hasSingleBean(TogetherChatModel.class)
				.hasSingleBean(EmbeddingModel.class)
				.hasSingleBean(TogetherEmbeddingModel.class)
				.hasSingleBean(ImageModel.class)
				.hasSingleBean(TogetherImageModel.class)
				.hasSingleBean(ChatClient.Builder.class)
				.doesNotHaveBean(TogetherRerankDocumentPostProcessor.class);
			assertThat(context.getBean(ChatClient.Builder.class).build().prompt("Hello!").call().content())
				.contains("Hello!");
		});
	}

	@Test
	void anApplicationStartsWithoutKeyAndSaysWhatIsMissing() {
		TestContexts.runner().withPropertyValues("together.default-model=a/b").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class).call("Hello!"))
				.withMessageContaining("together.api-key");
		});
	}

	@Test
	void everyKindGivesWayToAnotherProvider() {
		this.runner.withPropertyValues("spring.ai.model.chat=other")
			.withUserConfiguration(OtherChatModel.class)
			.run((context) -> assertThat(context).doesNotHaveBean(TogetherChatModel.class)
				.hasSingleBean(ChatModel.class)
				.hasSingleBean(TogetherEmbeddingModel.class));
		this.runner.withPropertyValues("spring.ai.model.embedding=none", "spring.ai.model.image=none")
			.run((context) -> assertThat(context).hasSingleBean(TogetherChatModel.class)
				.doesNotHaveBean(EmbeddingModel.class)
				.doesNotHaveBean(ImageModel.class));
		this.runner
			.withPropertyValues("spring.ai.model.chat=together", "spring.ai.model.embedding=together",
					"spring.ai.model.image=together")
			.run((context) -> assertThat(context).hasSingleBean(TogetherChatModel.class)
				.hasSingleBean(TogetherEmbeddingModel.class)
				.hasSingleBean(TogetherImageModel.class));
	}

	@Test
	void modelsBackOffForOnesOfTheApplication() {
		this.runner.withUserConfiguration(OwnModels.class).run((context) -> {
			assertThat(context).hasSingleBean(TogetherChatModel.class)
				.hasSingleBean(TogetherEmbeddingModel.class)
				.hasSingleBean(TogetherImageModel.class)
				.hasSingleBean(TogetherRerankDocumentPostProcessor.class);
			assertThat(context.getBean(TogetherChatModel.class).getOptions().getTemperature()).isEqualTo(0.9);
		});
	}

	@Test
	void nothingIsThereIfTogetherIsSwitchedOff() {
		this.runner.withPropertyValues("together.enabled=false", "spring.ai.together.rerank.model=a/b")
			.withUserConfiguration(OtherChatModel.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TogetherChatModel.class)
				.doesNotHaveBean(TogetherEmbeddingModel.class)
				.doesNotHaveBean(TogetherImageModel.class)
				.doesNotHaveBean(TogetherRerankDocumentPostProcessor.class));
	}

	@Test
	void everyPropertyOfChatsReachesTheOptions() {
		this.runner
			.withPropertyValues("spring.ai.together.chat.model=a/b", "spring.ai.together.chat.temperature=0.3",
					"spring.ai.together.chat.max-tokens=100", "spring.ai.together.chat.top-p=0.9",
					"spring.ai.together.chat.top-k=50", "spring.ai.together.chat.min-p=0.1",
					"spring.ai.together.chat.frequency-penalty=0.4", "spring.ai.together.chat.presence-penalty=0.5",
					"spring.ai.together.chat.repetition-penalty=1.1", "spring.ai.together.chat.stop-sequences=END",
					"spring.ai.together.chat.seed=7", "spring.ai.together.chat.n=2",
					"spring.ai.together.chat.logprobs=3", "spring.ai.together.chat.logit-bias.42=1.5",
					"spring.ai.together.chat.reasoning=true", "spring.ai.together.chat.reasoning-effort=low",
					"spring.ai.together.chat.chat-template-kwargs[enable_thinking]=false",
					"spring.ai.together.chat.chat-template-kwargs.style=short",
					"spring.ai.together.chat.safety-model=a/guard",
					"spring.ai.together.chat.context-length-exceeded-behavior=truncate",
					"spring.ai.together.chat.parallel-tool-calls=false", "spring.ai.together.chat.tool-choice=required",
					"spring.ai.together.chat.response-format=json-object",
					"spring.ai.together.chat.custom-fields[new_field]=1")
			.run((context) -> assertThat(context.getBean(TogetherChatModel.class).getOptions())
				.isEqualTo(TogetherChatOptions.builder()
					.model("a/b")
					.temperature(0.3)
					.maxTokens(100)
					.topP(0.9)
					.topK(50)
					.minP(0.1)
					.frequencyPenalty(0.4)
					.presencePenalty(0.5)
					.repetitionPenalty(1.1)
					.stopSequences(List.of("END"))
					.seed(7L)
					.n(2)
					.logprobs(3)
					.logitBias(Map.of("42", 1.5))
					.reasoning(true)
					.reasoningEffort("low")
					.chatTemplateKwargs(Map.of("enable_thinking", false, "style", "short"))
					.safetyModel("a/guard")
					.contextLengthExceededBehavior("truncate")
					.parallelToolCalls(false)
					.toolChoice("required")
					.responseFormat(new IRResponseFormat.JsonObject())
					.customField("new_field", "1")
					.build()));
	}

	@Test
	void propertiesOfEmbeddingsReachTheServer() {
		this.runner.withPropertyValues("spring.ai.together.embedding.model=intfloat/multilingual-e5-large-instruct",
				"spring.ai.together.embedding.dimensions=8", "spring.ai.together.embedding.dimension-strategy=truncate",
				"spring.ai.together.embedding.encoding=base64", "spring.ai.together.embedding.max-batch-size=2",
				"spring.ai.together.embedding.metadata-mode=all",
				"spring.ai.together.embedding.custom-fields[new_field]=x")
			.run((context) -> {
				EmbeddingModel model = context.getBean(EmbeddingModel.class);
				assertThat(model.dimensions()).isEqualTo(8);
				assertThat(model.embed(List.of("a", "b", "c"))).hasSize(3).allMatch((v) -> v.length == 8);
				assertThat(this.fake.requests()).hasSize(2).allSatisfy((request) -> {
					assertThat(request.json().get("encoding_format").stringValue()).isEqualTo("base64");
					assertThat(request.json().get("new_field").stringValue()).isEqualTo("x");
				});
				model.embed(new Document("text", Map.of("author", "Ann")));
				assertThat(this.fake.requests().get(2).body()).contains("Ann");
			});
	}

	@Test
	void propertiesOfImagesReachTheServer() {
		this.runner.withPropertyValues("spring.ai.together.image.model=black-forest-labs/FLUX.1-schnell",
				"spring.ai.together.image.n=2", "spring.ai.together.image.width=64",
				"spring.ai.together.image.height=32", "spring.ai.together.image.response-format=b64_json",
				"spring.ai.together.image.steps=4", "spring.ai.together.image.seed=7",
				"spring.ai.together.image.negative-prompt=no dogs", "spring.ai.together.image.guidance-scale=3.5",
				"spring.ai.together.image.output-format=png", "spring.ai.together.image.disable-safety-checker=true",
				"spring.ai.together.image.custom-fields[new_field]=x")
			.run((context) -> {
				context.getBean(ImageModel.class).call(new ImagePrompt("A cat"));
				assertThat(this.fake.requests().get(0).json().properties().stream())
					.extracting((field) -> field.getKey() + "=" + field.getValue().asString())
					.containsExactlyInAnyOrder("model=black-forest-labs/FLUX.1-schnell", "prompt=A cat", "n=2",
							"width=64", "height=32", "response_format=base64", "steps=4", "seed=7",
							"negative_prompt=no dogs", "guidance_scale=3.5", "output_format=png",
							"disable_safety_checker=true", "new_field=x");
			});
	}

	@Test
	void aRerankerIsThereIfItsModelIsNamed() {
		this.runner.withPropertyValues("spring.ai.together.rerank.model=a/b", "spring.ai.together.rerank.top-n=3")
			.run((context) -> assertThat(context).hasSingleBean(TogetherRerankDocumentPostProcessor.class));
		this.runner.withPropertyValues("spring.ai.together.rerank.model=a/b")
			.withClassLoader(new FilteredClassLoader("org.springframework.ai.rag"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("togetherRerankDocumentPostProcessor"));
	}

	@Test
	void aRerankerThatWouldKeepNothingNamesItsProperty() {
		this.runner.withPropertyValues("spring.ai.together.rerank.model=a/b", "spring.ai.together.rerank.top-n=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("spring.ai.together.rerank.top-n must be at least 1 but is 0"));
	}

	@Test
	void namedClientsHaveModelsThatNobodyGetsUnasked() {
		this.runner
			.withPropertyValues("together.clients.fast.default-model=openai/gpt-oss-20b",
					"together.clients.slow.retry.max-attempts=1", "spring.ai.together.chat.model=openai/gpt-oss-120b",
					"spring.ai.together.chat.temperature=0.3")
			.run((context) -> {
				assertThat(context.getBean(ChatModel.class)).isSameAs(context.getBean("togetherChatModel"));
				assertThat(context).hasSingleBean(ChatClient.Builder.class);
				asked(context, "fast").call(new Prompt("Hello!"));
				asked(context, "slow").call(new Prompt("Hello!"));
				context.getBean(ChatModel.class).call(new Prompt("Hello!"));
				assertThat(this.fake.requests()).extracting((request) -> request.model())
					.containsExactly("openai/gpt-oss-20b", "openai/gpt-oss-120b", "openai/gpt-oss-120b");
				assertThat(this.fake.requests())
					.allMatch((request) -> request.json().get("temperature").doubleValue() == 0.3);
				assertThat(context).hasBean("fastTogetherEmbeddingModel").hasBean("fastTogetherImageModel");
				assertThat(context.getBean(EmbeddingModel.class)).isSameAs(context.getBean("togetherEmbeddingModel"));
				assertThat(context.getBean(ImageModel.class)).isSameAs(context.getBean("togetherImageModel"));
			});
	}

	@Test
	void middlewareOfTheBridgeSeesPromptsOfSpringAI() {
		this.runner.withUserConfiguration(Polite.class).run((context) -> {
			context.getBean(ChatClient.Builder.class).build().prompt("Hello!").call().content();
			assertThat(this.fake.requests().get(0).body()).contains("Be polite.");
		});
	}

	private static ChatModel asked(ConfigurableApplicationContext context, String client) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), ChatModel.class, client);
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherChatModel {

		@Bean
		ChatModel otherChatModel(ToolCallingManager manager) {
			return (prompt) -> new ChatResponse(List.of());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModels {

		@Bean
		TogetherChatModel ownChatModel(Bridge bridge) {
			return TogetherChatModel.builder(bridge)
				.options(TogetherChatOptions.builder().temperature(0.9).build())
				.build();
		}

		@Bean
		TogetherEmbeddingModel ownEmbeddingModel(Bridge bridge) {
			return TogetherEmbeddingModel.builder(bridge).metadataMode(MetadataMode.NONE).build();
		}

		@Bean
		TogetherImageModel ownImageModel(Bridge bridge) {
			return TogetherImageModel.builder(bridge).build();
		}

		@Bean
		TogetherRerankDocumentPostProcessor ownReranker(Bridge bridge) {
			return TogetherRerankDocumentPostProcessor.builder(bridge).model("a/b").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Polite {

		@Bean
		ChatMiddleware polite() {
			return new ChatMiddleware() {

				@Override
				public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
					return chain.next(request.mutate().system("Be polite.").build());
				}

			};
		}

	}

}
