package ai.matey.core;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRProvenance;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * The path of a call through the middleware to the backend. The chains are built once,
 * from the last middleware to the first. A chain holds no state, so it can be called any
 * number of times.
 */
final class MiddlewareChain implements ChatOperations {

	private final BackendAdapter backend;

	private final List<String> middlewareNames;

	private final Chains chains;

	MiddlewareChain(BackendAdapter backend, List<ChatMiddleware> middleware) {
		this.backend = backend;
		this.middlewareNames = middleware.stream().map(ChatMiddleware::name).toList();
		Chains chains = Chains.of(backend);
		for (int i = middleware.size() - 1; i >= 0; i--) {
			chains = chains.behind(middleware.get(i));
		}
		this.chains = chains;
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request) {
		return Mono.defer(() -> this.chains.chat().next(complete(request)));
	}

	@Override
	public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
		return Flux.defer(() -> this.chains.stream().next(complete(request)));
	}

	Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.defer(() -> this.chains.embed()
			.next(hasNone() ? request : request.mutate().metadata(traced(request.metadata())).build()));
	}

	Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return Mono.defer(() -> this.chains.completion().next(traced(request)));
	}

	Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return Flux.defer(() -> this.chains.completionStream().next(traced(request)));
	}

	Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return Mono.defer(() -> this.chains.rerank()
			.next(hasNone() ? request : request.mutate().metadata(traced(request.metadata())).build()));
	}

	Mono<IRImageResponse> generateImages(IRImageRequest request) {
		return Mono.defer(() -> this.chains.images()
			.next(hasNone() ? request : request.mutate().metadata(traced(request.metadata())).build()));
	}

	/**
	 * Return the request for middleware, which includes everything that the backend would
	 * add.
	 */
	private IRChatRequest complete(IRChatRequest request) {
		if (hasNone()) {
			return request;
		}
		IRChatRequest complete = this.backend.withDefaults(request);
		return complete.mutate().metadata(traced(complete.metadata())).build();
	}

	private IRCompletionRequest traced(IRCompletionRequest request) {
		return hasNone() ? request : new IRCompletionRequest(request.prompt(), request.parameters(),
				traced(request.metadata()), request.deadlines());
	}

	private IRMetadata traced(IRMetadata metadata) {
		IRProvenance provenance = metadata.provenance();
		return metadata.mutate()
			.provenance(provenance.withClient(this.backend.clientName()).withMiddleware(this.middlewareNames))
			.build();
	}

	private boolean hasNone() {
		return this.middlewareNames.isEmpty();
	}

	/**
	 * The chains of all kinds of calls.
	 */
	private record Chains(ChatMiddleware.Chain chat, ChatMiddleware.StreamChain stream, ChatMiddleware.EmbedChain embed,
			ChatMiddleware.CompletionChain completion, ChatMiddleware.CompletionStreamChain completionStream,
			ChatMiddleware.RerankChain rerank, ChatMiddleware.ImageChain images) {

		static Chains of(BackendAdapter backend) {
			return new Chains(backend::execute, backend::executeStream, backend::embed, backend::complete,
					backend::completeStream, backend::rerank, backend::generateImages);
		}

		Chains behind(ChatMiddleware middleware) {
			return new Chains((request) -> middleware.chat(request, this.chat),
					(request) -> middleware.stream(request, this.stream),
					(request) -> middleware.embed(request, this.embed),
					(request) -> middleware.complete(request, this.completion),
					(request) -> middleware.completeStream(request, this.completionStream),
					(request) -> middleware.rerank(request, this.rerank),
					(request) -> middleware.generateImages(request, this.images));
		}

	}

}
