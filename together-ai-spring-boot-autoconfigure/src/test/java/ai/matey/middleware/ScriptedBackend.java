package ai.matey.middleware;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.BackendAdapter;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IREmbedding;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * A backend that does what a test says, and remembers what it was asked.
 */
public class ScriptedBackend implements BackendAdapter {

	public final List<IRChatRequest> requests = new CopyOnWriteArrayList<>();

	public final List<IREmbedRequest> embedRequests = new CopyOnWriteArrayList<>();

	private Function<IRChatRequest, Mono<IRChatResponse>> chat = (request) -> Mono.just(response(request, "Hello"));

	private Function<IRChatRequest, Flux<IRStreamChunk>> stream = (request) -> stream(response(request, "Hello"));

	private Function<IREmbedRequest, Mono<IREmbedResponse>> embed = (request) -> Mono.just(new IREmbedResponse(
			List.of(new IREmbedding(0, new float[] { 1 })), 1, new IRUsage(3, 0), request.metadata()));

	public void chat(Function<IRChatRequest, Mono<IRChatResponse>> chat) {
		this.chat = chat;
	}

	public void stream(Function<IRChatRequest, Flux<IRStreamChunk>> stream) {
		this.stream = stream;
	}

	public void embed(Function<IREmbedRequest, Mono<IREmbedResponse>> embed) {
		this.embed = embed;
	}

	public List<@Nullable String> models() {
		return this.requests.stream().<@Nullable String>map(IRChatRequest::model).toList();
	}

	@Override
	public AdapterMetadata metadata() {
		return new AdapterMetadata("scripted", "scripted",
				new AdapterCapabilities(true, true, true, true, true, true, true, true));
	}

	@Override
	public Mono<IRChatResponse> execute(IRChatRequest request) {
		return Mono.defer(() -> {
			this.requests.add(request);
			return this.chat.apply(request);
		});
	}

	@Override
	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return Flux.defer(() -> {
			this.requests.add(request);
			return this.stream.apply(request);
		});
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.defer(() -> {
			this.embedRequests.add(request);
			return this.embed.apply(request);
		});
	}

	@Override
	public Mono<ListModelsResult> listModels(ListModelsOptions options) {
		return Mono.error(new UnsupportedOperationException());
	}

	public static IRChatResponse response(IRChatRequest request, String text) {
		return response(request, text, FinishReason.STOP, new IRUsage(10, 5));
	}

	public static IRChatResponse response(IRChatRequest request, String text, FinishReason reason,
			@Nullable IRUsage usage) {
		return new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant(text), reason)), usage,
				request.metadata().mutate().model(request.model()).attempts(1).build());
	}

	public static Flux<IRStreamChunk> stream(IRChatResponse response) {
		return Flux.just(new IRStreamChunk.Start(response.metadata()), new IRStreamChunk.Content(response.text()),
				new IRStreamChunk.Done(response));
	}

	public static AdapterException failure(ErrorCode code, int status) {
		ErrorDetails details = new ErrorDetails("scripted", null, (status != 0) ? status : null, null, null, null, null,
				null, java.util.Map.of(), null, 1);
		return switch (code.category()) {
			case AUTHENTICATION -> new AuthenticationException(code, false, "No", details, null);
			case AUTHORIZATION -> new AuthorizationException(code, false, "No", details, null);
			case RATE_LIMIT -> new RateLimitException(RateLimitException.Kind.UNKNOWN, null, "No", details, null);
			case VALIDATION -> new ValidationException(code, null, "No", details, null);
			case NETWORK -> new NetworkException(code, true, "No", details, null);
			default -> new ProviderException(code, true, "No", details, null);
		};
	}

}
