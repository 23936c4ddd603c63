package ai.matey.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.docs.TypedSnippets.Trip;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the documents is this package's code, and it runs.
 */
@FakeTogetherTest
class DocumentationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private final FakeTogether fake;

	private TogetherAIBackendAdapter together;

	private Bridge bridge;

	DocumentationTests(FakeTogether fake) {
		this.fake = fake;
	}

	@BeforeEach
	void start() {
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("key")
			.baseUrl(this.fake.baseUrl())
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build();
		this.bridge = Bridge.builder(this.together).build();
	}

	@AfterEach
	void stop() {
		this.together.close();
	}

	@ParameterizedTest
	@CsvSource({ "tools.md, ToolSnippets.java", "typed.md, TypedSnippets.java" })
	void codeIsTheCodeThatRuns(String document, String source) throws IOException {
		String code = plain(Files.readString(Path.of("src", "test", "java", "ai", "matey", "docs", source)));
		List<String> blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", document)))
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(blocks).isNotEmpty();
		for (String block : blocks) {
			for (String part : block.split("\n\n(?=[A-Z])")) {
				assertThat(code).contains(plain(part));
			}
		}
	}

	@Test
	void toolsRun() {
		this.fake.enqueue(Reply.toolCall("get_weather", "{\"city\":\"Paris\"}"), Reply.text("Take one."));
		assertThat(new ToolSnippets().umbrella(this.bridge).block(PATIENCE)).isEqualTo("Take one.");
		assertThat(this.fake.requests().get(1).body()).contains("Rain in Paris");
		this.fake.enqueue(Reply.toolCall("timeIn", "{\"zone\":\"Europe/Paris\"}"), Reply.text("Noon."));
		List<Tool> clock = Tool.from(new ToolSnippets.Clock());
		assertThat(String.join("",
				Objects.requireNonNull(new ToolSnippets().shown(this.bridge, IRChatRequest.of("Time?"), clock.get(0))
					.collectList()
					.block(PATIENCE))))
			.isEqualTo("[timeIn …]Noon.");
	}

	@Test
	void approvalsAreAskedFor() {
		this.fake.enqueue(Reply.toolCall("pay", "{\"amount\":500}"), Reply.text("Paid."));
		ToolSnippets snippets = new ToolSnippets();
		String id = snippets.pay(this.bridge);
		assertThat(snippets.bank.paid).isZero();
		assertThat(snippets.decide(this.bridge, id, true)).isInstanceOf(ToolRun.Completed.class);
		assertThat(snippets.bank.paid).isEqualTo(500);
	}

	@Test
	void responsesHaveTypes() {
		String trip = "{\"city\":\"Nice\",\"days\":3,\"sights\":[\"Sea\"]}";
		this.fake.enqueue(Reply.text(trip), Reply.text("{\"value\":[" + trip + "]}"), Reply.text(trip));
		assertThat(new TypedSnippets().trips(this.bridge).block(PATIENCE)).hasSize(3)
			.containsOnly(new Trip("Nice", 3, List.of("Sea")));
		assertThat(new TypedSnippets().types()).hasSize(2);
	}

	private static String plain(String code) {
		return code.replaceAll("\\s+", "");
	}

}
