package ai.matey.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.backend.together.stream.Recording;
import ai.matey.backend.together.stream.RequiresRecordings;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.schema.JsonType;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs whose first response is a recorded one of the service: the calls of each family of
 * models are made, with the tools that its request had.
 */
class ToolRecordingsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@TestFactory
	@RequiresRecordings
	Stream<DynamicTest> callsOfEachModelAreMade() {
		List<Path> recordings = Recording.files()
			.stream()
			.filter((file) -> file.getFileName().toString().matches("chat-.*toolcalls?-.*\\.(sse|json)"))
			.toList();
		assertThat(recordings).hasSizeGreaterThanOrEqualTo(7);
		return recordings.stream()
			.map((file) -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
	}

	private static void run(Path file) throws IOException {
		boolean streamed = file.toString().endsWith(".sse");
		JsonNode request = MAPPER
			.readTree(Files.readString(Path.of(file.toString().replaceFirst("\\.[a-z]+$", ".meta.json"))))
			.at("/request/body");
		List<Tool> tools = new ArrayList<>();
		Map<String, List<Map<String, @Nullable Object>>> made = new LinkedHashMap<>();
		for (JsonNode tool : request.path("tools")) {
			JsonNode function = tool.path("function");
			Map<String, Object> schema = MAPPER.convertValue(function.path("parameters"), new TypeReference<>() {
			});
			schema.remove("$schema");
			tools.add(Tool.of(function.path("name").stringValue(), function.path("description").asString(""),
					JsonType.ofSchema(schema), (arguments, context) -> {
						synchronized (made) {
							made.computeIfAbsent(context.call().id(), (id) -> new ArrayList<>()).add(arguments);
						}
						return "Result for " + context.call().id();
					}));
		}
		try (FakeTogether fake = FakeTogether.start();
				TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
					.apiKey("key")
					.baseUrl(fake.baseUrl())
					.build()) {
			fake.enqueue(Reply.status(200)
				.contentType(streamed ? "text/event-stream;charset=utf-8" : "application/json; charset=utf-8")
				.bytes(Files.readAllBytes(file)), Reply.text("Done."));
			Bridge bridge = Bridge.builder(together).build();
			IRChatRequest asked = IRChatRequest.builder()
				.model(request.path("model").stringValue())
				.user("Call the tools")
				.build();
			ToolRun run = streamed
					? bridge.streamTools(asked, tools)
						.ofType(ToolEvent.RunFinished.class)
						.map(ToolEvent.RunFinished::run)
						.blockLast(Duration.ofSeconds(20))
					: bridge.runTools(asked, tools).block(Duration.ofSeconds(20));
			assertThat(Objects.requireNonNull(run).steps()).hasSize(2);
			List<ToolResult> results = run.steps().get(0).results();
			assertThat(results).isNotEmpty().noneMatch(ToolResult::isError);
			assertThat(made).as("each call is made once").hasSameSizeAs(results);
			JsonNode sent = fake.requests().get(1).json().path("messages");
			assertThat(sent.size()).isEqualTo(2 + results.size());
			for (int i = 0; i < results.size(); i++) {
				assertThat(sent.at("/" + (2 + i) + "/content").stringValue())
					.isEqualTo("Result for " + sent.at("/1/tool_calls/" + i + "/id").stringValue());
			}
		}
	}

}
