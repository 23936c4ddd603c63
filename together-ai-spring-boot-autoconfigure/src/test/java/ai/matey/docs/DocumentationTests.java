package ai.matey.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.docs.BatchSnippets.Label;
import ai.matey.docs.BatchSnippets.Ticket;
import ai.matey.docs.TypedSnippets.Trip;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

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
	@CsvSource({ "tools.md, ToolSnippets.java", "typed.md, TypedSnippets.java", "batches.md, BatchSnippets.java" })
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
	void otherEndpointsAreCalled() {
		EndpointSnippets snippets = new EndpointSnippets();
		List<String> documents = List.of("Berlin is large.", "Paris is the capital of France.");
		assertThat(snippets.vector(this.bridge, "Hello").block(PATIENCE)).isNotEmpty();
		assertThat(snippets.picture(this.bridge, "A cat").block(PATIENCE)).startsWith("http");
		assertThat(snippets.continued(this.bridge, "Once upon a time").block(PATIENCE)).isNotEmpty();
		this.fake.onPath("/v1/rerank")
			.reply(Reply.json("{\"object\":\"rerank\",\"model\":\"Salesforce/Llama-Rank-V1\","
					+ "\"results\":[{\"index\":1,\"relevance_score\":0.9}]}"));
		assertThat(snippets.mostRelevant(this.bridge, "What is the capital of France?", documents).block(PATIENCE))
			.isEqualTo(documents.get(1));
		assertThat(this.fake.requests()).extracting(RecordedRequest::path)
			.containsExactly("/v1/embeddings", "/v1/images/generations", "/v1/completions", "/v1/rerank");
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
		this.fake.enqueue(Reply.text(trip));
		assertThat(new TypedSnippets().corrected(this.bridge, IRChatRequest.of("A short trip")).blockLast(PATIENCE))
			.startsWith("So far: ");
		assertThat(new TypedSnippets().types()).hasSize(2);
	}

	@Test
	void oneFailureDoesNotEndABatch() {
		this.fake.when((request) -> request.body().contains("too long")).always(Reply.status(400));
		this.fake.when((request) -> request.body().contains("It crashes")).always(Reply.text("bug"));
		List<Label> labels = new BatchSnippets()
			.label(this.bridge,
					Flux.just(new Ticket(1, "It crashes."), new Ticket(2, "too long"), new Ticket(3, "It crashes.")))
			.collectList()
			.block(PATIENCE);
		assertThat(labels).extracting(Label::ticket, Label::text)
			.containsExactlyInAnyOrder(tuple(1L, "bug"), tuple(2L, null), tuple(3L, "bug"));
		assertThat(labels).filteredOn((label) -> label.ticket() == 2)
			.singleElement()
			.satisfies((label) -> assertThat(label.failure()).contains("400"));
	}

	@Test
	void aRejectedKeyEndsABatch() {
		this.fake.enqueue(Reply.text("bug"), Reply.status(401));
		AtomicInteger asked = new AtomicInteger();
		Flux<Ticket> tickets = Flux.range(1, 1000)
			.map((id) -> new Ticket(id, "It crashes."))
			.doOnNext((ticket) -> asked.incrementAndGet());
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> new BatchSnippets().label(this.bridge, tickets).blockLast(PATIENCE));
		assertThat(asked).hasValueLessThan(1000);
	}

	@Test
	void aClosedClientEndsABatch() {
		AtomicInteger asked = new AtomicInteger();
		Flux<Ticket> tickets = Flux.range(1, 1000)
			.map((id) -> new Ticket(id, "It crashes."))
			.doOnNext((ticket) -> asked.incrementAndGet());
		this.together.close();
		assertThatExceptionOfType(NetworkException.class)
			.isThrownBy(() -> new BatchSnippets().label(this.bridge, tickets).blockLast(PATIENCE))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.CLIENT_CLOSED));
		assertThat(asked).hasValueLessThan(1000);
	}

	@Test
	void textsBecomeVectors() {
		List<String> texts = Collections.nCopies(300, "The sky is blue.");
		IREmbedResponse response = Objects
			.requireNonNull(new BatchSnippets().vectors(this.bridge, texts).block(PATIENCE));
		assertThat(response.embeddings()).hasSize(300);
		assertThat(this.fake.requests()).hasSize(2);
	}

	private static String plain(String code) {
		return code.replaceAll("\\s+", "");
	}

}
