package ai.matey.core;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRProvenance;
import ai.matey.ir.IRStreamChunk;

/**
 * The path of a call through the middleware to the backend. The chains are built once,
 * from the last middleware to the first. A chain holds no state, so it can be called any
 * number of times.
 */
final class MiddlewareChain implements ChatOperations {

	private final BackendAdapter backend;

	private final List<String> middlewareNames;

	private final ChatMiddleware.Chain chain;

	private final ChatMiddleware.StreamChain streamChain;

	private final ChatMiddleware.EmbedChain embedChain;

	MiddlewareChain(BackendAdapter backend, List<ChatMiddleware> middleware) {
		this.backend = backend;
		this.middlewareNames = middleware.stream().map(ChatMiddleware::name).toList();
		ChatMiddleware.Chain chain = backend::execute;
		ChatMiddleware.StreamChain streamChain = backend::executeStream;
		ChatMiddleware.EmbedChain embedChain = backend::embed;
		for (int i = middleware.size() - 1; i >= 0; i--) {
			ChatMiddleware current = middleware.get(i);
			ChatMiddleware.Chain next = chain;
			ChatMiddleware.StreamChain nextStream = streamChain;
			ChatMiddleware.EmbedChain nextEmbed = embedChain;
			chain = (request) -> current.chat(request, next);
			streamChain = (request) -> current.stream(request, nextStream);
			embedChain = (request) -> current.embed(request, nextEmbed);
		}
		this.chain = chain;
		this.streamChain = streamChain;
		this.embedChain = embedChain;
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request) {
		return Mono.defer(() -> this.chain.next(complete(request)));
	}

	@Override
	public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
		return Flux.defer(() -> this.streamChain.next(complete(request)));
	}

	Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.defer(() -> this.embedChain.next(this.middlewareNames.isEmpty() ? request
				: request.mutate().metadata(traced(request.metadata())).build()));
	}

	/**
	 * Return what middleware sees: a request that lacks nothing that the backend would
	 * add.
	 */
	private IRChatRequest complete(IRChatRequest request) {
		if (this.middlewareNames.isEmpty()) {
			return request;
		}
		IRChatRequest complete = this.backend.withDefaults(request);
		return complete.mutate().metadata(traced(complete.metadata())).build();
	}

	private IRMetadata traced(IRMetadata metadata) {
		IRProvenance provenance = metadata.provenance();
		return metadata.mutate()
			.provenance(provenance.withClient(this.backend.clientName()).withMiddleware(this.middlewareNames))
			.build();
	}

}
