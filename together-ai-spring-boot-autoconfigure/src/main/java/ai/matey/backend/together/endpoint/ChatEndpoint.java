package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.ProviderRequest;
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
		return this.calls.read(body, providerRequest(request, model, Map.of()).build());
	}

	public Mono<IRChatResponse> execute(IRChatRequest request) {
		return Mono.defer(() -> this.calls.execute(providerRequest(request, false)));
	}

	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return Flux.defer(() -> this.calls.stream(providerRequest(request, true)));
	}

	private ProviderRequest providerRequest(IRChatRequest request, boolean stream) {
		List<IRWarning> warnings = new ArrayList<>(0);
		Map<String, @Nullable Object> body = this.requests.map(request, stream, warnings::add);
		return providerRequest(request, this.requests.model(request.parameters()), body).warnings(warnings)
			.streaming(stream)
			.build();
	}

	private static ProviderRequest.Builder providerRequest(IRChatRequest request, String model,
			Map<String, @Nullable Object> body) {
		return ProviderRequest.post(BackendCall.Operation.CHAT, "/chat/completions", model, body)
			.prompts(() -> prompts(request))
			.metadata(request.metadata())
			.deadlines(request.deadlines())
			.maxAttempts(request.maxAttempts())
			.includeRaw(request.includeRaw())
			.assembleResponse(request.assembleResponse());
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
