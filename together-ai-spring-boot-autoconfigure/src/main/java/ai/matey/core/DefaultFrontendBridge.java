package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.FrontendAdapter;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMetadata;

/**
 * Default {@link FrontendBridge}, which translates requests and responses of a bridge.
 */
final class DefaultFrontendBridge<Q, R, C> implements FrontendBridge<Q, R, C> {

	private final Bridge bridge;

	private final FrontendAdapter<Q, R, C> frontend;

	DefaultFrontendBridge(Bridge bridge, FrontendAdapter<Q, R, C> frontend) {
		this.bridge = bridge;
		this.frontend = frontend;
	}

	@Override
	public Mono<R> chat(Q request) {
		return Mono.defer(() -> this.bridge.chat(toIR(request))).map(this.frontend::fromIR);
	}

	@Override
	public Flux<C> chatStream(Q request) {
		return Flux.defer(() -> this.frontend.fromIRStream(this.bridge.chatStream(toIR(request)), request));
	}

	private IRChatRequest toIR(Q request) {
		IRChatRequest translated = this.frontend.toIR(request);
		IRMetadata metadata = translated.metadata();
		return translated.mutate()
			.metadata(metadata.mutate()
				.provenance(metadata.provenance().withFrontend(this.frontend.metadata().name()))
				.build())
			.build();
	}

}
