package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendCall;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;

/**
 * {@code POST /chat/completions}.
 */
public final class ChatEndpoint {

	private final ChatCalls calls;

	private final ChatRequestMapper requests;

	public ChatEndpoint(ChatCalls calls, @Nullable String defaultModel) {
		this.calls = calls;
		this.requests = new ChatRequestMapper(defaultModel);
	}

	public Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream) {
		return this.requests.map(request, stream, (warning) -> {
		});
	}

	public IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request) {
		String model = (request.model() != null) ? request.model() : "";
		return this.calls.read(body, asked(request, model, Map.of(), List.of()));
	}

	public Mono<IRChatResponse> execute(IRChatRequest request) {
		return Mono.defer(() -> this.calls.execute(asked(request, false)));
	}

	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return Flux.defer(() -> this.calls.stream(asked(request, true)));
	}

	private ChatCalls.Request asked(IRChatRequest request, boolean stream) {
		List<IRWarning> warnings = new ArrayList<>(0);
		Map<String, @Nullable Object> body = this.requests.map(request, stream, warnings::add);
		return asked(request, this.requests.model(request.parameters()), body, warnings);
	}

	private static ChatCalls.Request asked(IRChatRequest request, String model, Map<String, @Nullable Object> body,
			List<IRWarning> warnings) {
		return new ChatCalls.Request(BackendCall.Operation.CHAT, "/chat/completions", model, body,
				() -> prompts(request), warnings, request.metadata(), request.deadlines(), request.maxAttempts(),
				request.includeRaw());
	}

	private static List<String> prompts(IRChatRequest request) {
		return request.messages()
			.stream()
			.flatMap((message) -> message.content().stream())
			.map(PromptTexts::of)
			.filter((text) -> !text.isEmpty())
			.toList();
	}

}
