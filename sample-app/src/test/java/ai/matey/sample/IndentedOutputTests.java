package ai.matey.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.sample.Gateway.Events;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that likes its JSON indented still sends each event in one line.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.jackson.serialization.indent-output=true")
@AutoConfigureFakeTogether
class IndentedOutputTests {

	@Test
	void eventsAreStillOneLineEach(@Autowired FakeTogether fake, @LocalServerPort int port) throws Exception {
		Gateway gateway = new Gateway(port);
		fake.enqueue(Reply.stream().tokens("one two").errorEvent("server_error", "Out of memory"));
		try (Events events = gateway.stream(Gateway.HELLO_STREAM)) {
			List<String> all = events.rest();
			assertThat(all).hasSizeGreaterThan(2);
			assertThat(Events.content(all.get(0)) + Events.content(all.get(1))).contains("one");
			assertThat(Gateway.json(all.get(all.size() - 1)).path("error").path("type").stringValue())
				.isEqualTo("server_error");
		}
		assertThat(gateway.chat(Gateway.HELLO).body()).as("a plain response is indented").contains("\n");
	}

}
