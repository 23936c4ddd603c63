package ai.matey.docs;

import java.util.List;

import reactor.core.publisher.Mono;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRerankRequest;

/**
 * The code in {@code docs/models.md} that calls endpoints other than that of chats.
 */
class EndpointSnippets {

	Mono<float[]> vector(Bridge bridge, String text) {
		IREmbedRequest request = IREmbedRequest.builder()
			.model("intfloat/multilingual-e5-large-instruct")
			.input(List.of(text))
			.build();
		return bridge.embed(request).map((response) -> response.embeddings().get(0).vector());
	}

	Mono<String> mostRelevant(Bridge bridge, String question, List<String> documents) {
		IRRerankRequest request = IRRerankRequest.builder()
			.model("Salesforce/Llama-Rank-V1")
			.query(question)
			.documents(documents)
			.topN(1)
			.build();
		return bridge.rerank(request).map((response) -> documents.get(response.results().get(0).index()));
	}

	Mono<String> picture(Bridge bridge, String prompt) {
		IRImageRequest request = IRImageRequest.builder()
			.model("black-forest-labs/FLUX.1-schnell")
			.prompt(prompt)
			.width(1024)
			.height(768)
			.build();
		return bridge.generateImages(request).mapNotNull((response) -> response.images().get(0).url());
	}

	Mono<String> continued(Bridge bridge, String text) {
		IRParameters parameters = IRParameters.builder().model("mistralai/Mixtral-8x7B-v0.1").maxTokens(100).build();
		return bridge.complete(new IRCompletionRequest(text, parameters)).map(IRChatResponse::text);
	}

}
