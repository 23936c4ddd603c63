package ai.matey.docs;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@NullUnmarked
@RestController
class AssistantController {

	private final ChatClient chatClient;

	AssistantController(ChatClient.Builder builder) {
		this.chatClient = builder.build();
	}

	@GetMapping("/ask")
	String ask(@RequestParam String question) {
		return this.chatClient.prompt().user(question).call().content();
	}

	@GetMapping(path = "/tell", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Token> tell(@RequestParam String wish) {
		return this.chatClient.prompt().user(wish).stream().content().map(Token::new);
	}

	record Token(String text) {
	}

}
