package ai.matey.readme;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;

@RestController
class ReactiveChatController {

	private final Bridge bridge;

	ReactiveChatController(Bridge bridge) {
		this.bridge = bridge;
	}

	@GetMapping("/ask")
	Mono<String> ask(@RequestParam String question) {
		return this.bridge.chat(IRChatRequest.of(question)).map(IRChatResponse::text);
	}

}
