package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;

/**
 * {@code POST /completions}, the older endpoint for models without a chat template. Its
 * responses differ from chat responses only in the position of the text.
 */
public final class CompletionEndpoint {

	private final ChatCalls calls;

	private final @Nullable String defaultModel;

	public CompletionEndpoint(ChatCalls calls, @Nullable String defaultModel) {
		this.calls = calls;
		this.defaultModel = defaultModel;
	}

	public Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return Mono.defer(() -> this.calls.execute(providerRequest(request, false)));
	}

	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return Flux.defer(() -> this.calls.stream(providerRequest(request, true)));
	}

	private ProviderRequest providerRequest(IRCompletionRequest request, boolean stream) {
		List<IRWarning> warnings = new ArrayList<>(0);
		String model = RequestedModel.of(request.parameters().model(), this.defaultModel);
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("model", model);
		body.put("prompt", request.prompt());
		ParameterMapper mapper = new ParameterMapper(body, warnings::add);
		mapper.addSampling(request.parameters());
		mapper.refuseChatOnly(request.parameters());
		if (stream) {
			mapper.addStreaming();
		}
		CustomFields.add(body, request.parameters().custom());
		return ProviderRequest
			.post(BackendCall.Operation.COMPLETION, "/completions", model, SendableJson.of(body, warnings::add))
			.prompts(() -> List.of(request.prompt()))
			.warnings(warnings)
			.metadata(request.metadata())
			.deadlines(request.deadlines())
			.streaming(stream)
			.build();
	}

}
