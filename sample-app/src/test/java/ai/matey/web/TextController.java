package ai.matey.web;

import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.core.Bridge;

/**
 * What applications do with a bridge.
 */
@RestController
class TextController {

	private final Bridge bridge;

	TextController(Bridge bridge) {
		this.bridge = bridge;
	}

	@GetMapping("/mono")
	Mono<String> mono(@RequestParam String question) {
		return this.bridge.text(question);
	}

	@GetMapping("/blocking")
	String blocking(@RequestParam String question) {
		return String.valueOf(this.bridge.text(question).block(Duration.ofSeconds(20)));
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream(@RequestParam String question) {
		return this.bridge.textStream(question);
	}

}
