package ai.matey.docs;

import java.time.Duration;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.core.Bridge;
import ai.matey.ir.IRDeadlines;
import ai.matey.springai.TogetherChatModel;
import ai.matey.springai.TogetherChatOptions;
import ai.matey.springai.TogetherRerankDocumentPostProcessor;

/**
 * The page's code that is not a class of its own.
 */
@NullUnmarked
class Snippets {

	Trip plan(ChatClient chatClient) {
		return chatClient.prompt("Plan a weekend in Rome.").tools(new WeatherTools()).call().entity(Trip.class);
	}

	record Trip(String city, int days) {
	}

	static class WeatherTools {

		@Tool(description = "The weather in a city")
		String weather(String city) {
			return "Rain in " + city;
		}

	}

	Mono<String> ask(ChatClient chatClient, String question) {
		return Mono.fromCallable(() -> chatClient.prompt(question).call().content())
			.subscribeOn(Schedulers.boundedElastic());
	}

	String remember(ChatClient.Builder builder, ChatMemory memory, String text) {
		ChatClient chatClient = builder.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
		return chatClient.prompt(text)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "42"))
			.call()
			.content();
	}

	String answerFrom(VectorStore store, Bridge bridge, ChatClient chatClient, String question) {
		return chatClient.prompt(question)
			.advisors(RetrievalAugmentationAdvisor.builder()
				.documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(store).topK(50).build())
				.documentPostProcessors(TogetherRerankDocumentPostProcessor.builder(bridge)
					.model("mixedbread-ai/Mxbai-Rerank-Large-V2")
					.topN(5)
					.build())
				.build())
			.call()
			.content();
	}

	String think(ChatClient chatClient, String question) {
		return chatClient.prompt(question)
			.options(TogetherChatOptions.builder()
				.temperature(0.2)
				.reasoningEffort("low")
				.deadlines(IRDeadlines.INHERIT.withTotal(Duration.ofSeconds(30)))
				.maxAttempts(1))
			.call()
			.content();
	}

	String report(ChatResponse response) {
		ChatResponseMetadata metadata = response.getMetadata();
		return "%s used %d tokens, %s of them cached, and %d requests are left this second".formatted(
				metadata.getModel(), metadata.getUsage().getTotalTokens(),
				metadata.getUsage().getCacheReadInputTokens(), metadata.getRateLimit().getRequestsRemaining());
	}

	ChatClient fast(@Qualifier("fast") ChatModel model) {
		return ChatClient.create(model);
	}

	@Bean
	ChatClient togetherClient(TogetherChatModel model) {
		return ChatClient.create(model);
	}

	@Bean
	MeterFilter tokensOfOtherProviders() {
		return new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				boolean renamed = id.getName().equals("gen_ai.client.token.usage") && id.getType() == Meter.Type.COUNTER
						&& !"together_ai".equals(id.getTag("gen_ai.system"));
				return renamed ? id.withName("spring.ai.token.usage") : id;
			}

		};
	}

}
