package ai.matey.frontend.openai;

import reactor.core.publisher.Flux;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.FrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Speaks OpenAI's chat completion format. Everything a request says reaches the backend,
 * leaves a warning in the request's metadata, or is refused with a
 * {@link ai.matey.errors.ValidationException} that names the field. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * var openai = bridge.with(new OpenAIFrontendAdapter());
 *
 * ChatCompletionRequest request = ChatCompletionRequest.builder()
 *     .model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
 *     .user("Why is the sky blue?")
 *     .build();
 *
 * String answer = openai.chat(request).block().choices().get(0).message().content();
 * }</pre>
 */
public final class OpenAIFrontendAdapter
		implements FrontendAdapter<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> {

	static final String NAME = "openai-frontend";

	private static final AdapterMetadata METADATA = new AdapterMetadata(NAME, "openai",
			new AdapterCapabilities(true, true, true, true, true, true, true, false));

	/**
	 * Creates the adapter. It needs nothing.
	 */
	public OpenAIFrontendAdapter() {
	}

	@Override
	public AdapterMetadata metadata() {
		return METADATA;
	}

	@Override
	public IRChatRequest toIR(ChatCompletionRequest request) {
		return RequestMapper.toIR(request);
	}

	@Override
	public ChatCompletion fromIR(IRChatResponse response) {
		return ResponseMapper.fromIR(response);
	}

	/**
	 * Translates a stream. The role comes with the first chunk of each choice, the finish
	 * reason in a chunk of its own. With {@code stream_options.include_usage} a last
	 * chunk without choices has the usage; without it the usage stands in the last finish
	 * chunk.
	 */
	@Override
	public Flux<ChatCompletionChunk> fromIRStream(Flux<IRStreamChunk> chunks, ChatCompletionRequest request) {
		return StreamMapper.fromIR(chunks, request);
	}

}
