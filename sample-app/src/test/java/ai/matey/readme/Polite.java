package ai.matey.readme;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

@Component
class Polite implements ChatMiddleware {

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return chain.next(polite(request));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return chain.next(polite(request));
	}

	private static IRChatRequest polite(IRChatRequest request) {
		return request.mutate().system("Be polite.").build();
	}

}
