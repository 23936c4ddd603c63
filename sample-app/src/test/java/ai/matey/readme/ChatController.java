package ai.matey.readme;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;

@RestController
class ChatController {

	private final Bridge bridge;

	ChatController(Bridge bridge) {
		this.bridge = bridge;
	}

	@GetMapping("/ask")
	String ask(@RequestParam String question) {
		return this.bridge.chat(IRChatRequest.of(question)).block().text();
	}

	@GetMapping(path = "/tell", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Token> tell(@RequestParam String question) {
		return this.bridge.chatStream(IRChatRequest.of(question))
			.ofType(IRStreamChunk.Content.class)
			.map((content) -> new Token(content.delta()));
	}

	record Token(String text) {
	}

}
