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
 * Translates OpenAI's chat completion format. Every field of a request is passed to the
 * backend, results in a warning in the request's metadata, or is rejected with a
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
 *
 * @since 0.1.0
 */
public final class OpenAIFrontendAdapter
		implements FrontendAdapter<ChatCompletionRequest, ChatCompletion, ChatCompletionChunk> {

	static final String NAME = "openai-frontend";

	private static final AdapterMetadata METADATA = new AdapterMetadata(NAME, "openai",
			new AdapterCapabilities(true, true, true, true, true, true, true, false));

	/**
	 * Create the adapter.
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
	 * Translate a stream. The first chunk of each choice contains the role, and the
	 * finish reason is sent in a separate chunk. With
	 * {@code stream_options.include_usage} the usage is sent in a last chunk without
	 * choices, otherwise in the last chunk with a finish reason.
	 */
	@Override
	public Flux<ChatCompletionChunk> fromIRStream(Flux<IRStreamChunk> chunks, ChatCompletionRequest request) {
		return StreamMapper.fromIR(chunks, request);
	}

}
