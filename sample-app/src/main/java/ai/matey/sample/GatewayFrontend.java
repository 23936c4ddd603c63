package ai.matey.sample;

import reactor.core.publisher.Flux;

import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.FrontendAdapter;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * OpenAI's format for unknown callers. The content of a stream is not kept after it was
 * sent: otherwise a slow reader of a long response would use as much memory as the
 * response is long.
 */
final class GatewayFrontend implements FrontendAdapter<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> {

	private final OpenAIFrontendAdapter openai = new OpenAIFrontendAdapter();

	@Override
	public AdapterMetadata metadata() {
		return this.openai.metadata();
	}

	@Override
	public IRChatRequest toIR(ChatCompletionRequest request) {
		return this.openai.toIR(request).mutate().assembleResponse(false).build();
	}

	@Override
	public ChatCompletion fromIR(IRChatResponse response) {
		return this.openai.fromIR(response);
	}

	@Override
	public Flux<ChatCompletionChunk> fromIRStream(Flux<IRStreamChunk> chunks, ChatCompletionRequest request) {
		return this.openai.fromIRStream(chunks, request);
	}

}
