package ai.matey.readme;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;

@RestController
class BrowserController {

	private final Bridge bridge;

	BrowserController(Bridge bridge) {
		this.bridge = bridge;
	}

	@GetMapping(path = "/tell", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Token>> tell(@RequestParam String question) {
		return this.bridge.chatStream(IRChatRequest.of(question))
			.ofType(IRStreamChunk.Content.class)
			.map((content) -> event("token", content.delta()))
			.concatWithValues(event("done", ""))
			.onErrorResume(AdapterException.class, (failure) -> Flux.just(event("failed", failure.code().name())));
	}

	private static ServerSentEvent<Token> event(String name, String text) {
		return ServerSentEvent.builder(new Token(text)).event(name).build();
	}

	record Token(String text) {
	}

}
