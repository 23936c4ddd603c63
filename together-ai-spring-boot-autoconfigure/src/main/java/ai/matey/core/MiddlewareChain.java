package ai.matey.core;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRProvenance;
import ai.matey.ir.IRStreamChunk;

/**
 * The way of a call through the middleware to the backend. The chains are built once,
 * from the last middleware to the first; a chain holds no state, so it can be asked any
 * number of times.
 */
final class MiddlewareChain implements ChatOperations {

	private final List<String> middlewareNames;

	private final ChatMiddleware.Chain chain;

	private final ChatMiddleware.StreamChain streamChain;

	MiddlewareChain(BackendAdapter backend, List<ChatMiddleware> middleware) {
		this.middlewareNames = middleware.stream().map(ChatMiddleware::name).toList();
		ChatMiddleware.Chain chain = backend::execute;
		ChatMiddleware.StreamChain streamChain = backend::executeStream;
		for (int i = middleware.size() - 1; i >= 0; i--) {
			ChatMiddleware current = middleware.get(i);
			ChatMiddleware.Chain next = chain;
			ChatMiddleware.StreamChain nextStream = streamChain;
			chain = (request) -> current.chat(request, next);
			streamChain = (request) -> current.stream(request, nextStream);
		}
		this.chain = chain;
		this.streamChain = streamChain;
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request) {
		return Mono.defer(() -> this.chain.next(traced(request)));
	}

	@Override
	public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
		return Flux.defer(() -> this.streamChain.next(traced(request)));
	}

	private IRChatRequest traced(IRChatRequest request) {
		if (this.middlewareNames.isEmpty()) {
			return request;
		}
		IRProvenance provenance = request.metadata().provenance();
		return request.mutate()
			.metadata(request.metadata()
				.mutate()
				.provenance(new IRProvenance(provenance.frontend(), provenance.backend(), this.middlewareNames))
				.build())
			.build();
	}

}
