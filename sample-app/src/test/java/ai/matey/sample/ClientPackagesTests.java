package ai.matey.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JavaScript packages of OpenAI, Together and Vercel, unchanged, use a gateway with a
 * key. The scenarios stand in {@code src/e2e}; what the service does in them is scripted
 * here by the name of the model.
 */
@Tag("e2e")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.gateway.api-key=" + ClientPackagesTests.KEY, "together.retry.max-attempts=1" })
@AutoConfigureFakeTogether
class ClientPackagesTests {

	static final String KEY = "key-of-the-gateway";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static NodeScripts scripts;

	private final FakeTogether fake;

	private final int port;

	ClientPackagesTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
	}

	@BeforeAll
	static void install() throws Exception {
		scripts = NodeScripts.install();
	}

	@TestFactory
	Stream<DynamicTest> scenarios() throws Exception {
		script("tools",
				Reply.toolCall("get_weather", "{\"city\":\"Paris\"}")
					.toolCall("get_weather", "{\"city\":\"Rome\"}")
					.afterTools((results) -> Reply.text(String.join(", ", results))));
		script("reasoning", Reply.text("Blue").reasoning("Because of the light"));
		script("endless", Reply.stream().pace(Duration.ofMillis(20)).endless("more "));
		script("silent", Reply.silence());
		script("cut", Reply.stream().tokens("Half a").missingEnd());
		script("invalid", Reply.status(400).error("invalid_request_error", "top_k is too small"));
		script("limited", Reply.rateLimited(Duration.ofSeconds(7)));
		script("once-limited", Reply.choosing((request) -> (request.attempt() == 1)
				? Reply.rateLimited(Duration.ofSeconds(1)) : Reply.text("At last")));
		NodeScripts.Result list = scripts.run(Map.of());
		assertThat(list.exitCode()).as(list.output()).isZero();
		return list.output().lines().map((name) -> DynamicTest.dynamicTest(name, () -> run(name.split(" "))));
	}

	private void script(String name, Reply reply) {
		this.fake.when((request) -> String.valueOf(request.model()).startsWith("e2e/" + name + "-")).always(reply);
	}

	private void run(String[] scenario) throws Exception {
		NodeScripts.Result result = scripts
			.run(Map.of("GATEWAY_URL", "http://localhost:" + this.port + "/v1", "GATEWAY_KEY", KEY), scenario);
		assertThat(result.exitCode()).as(result.output()).isZero();
		this.fake.awaitIdle(PATIENCE);
		List<RecordedRequest> requests = this.fake.requests();
		if (scenario[1].startsWith("abort")) {
			assertThat(requests.get(requests.size() - 1)).matches(RecordedRequest::closedEarly, "is closed early");
		}
	}

}
