package ai.matey.object;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.schema.JsonType;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolMethod;
import ai.matey.tool.ToolResult;
import ai.matey.tool.ToolRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without a script and without a key, FakeTogether calls the tools of a request and fits
 * its schemas.
 */
@FakeTogetherTest
class UnscriptedTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final FakeTogether fake;

	private TogetherAIBackendAdapter together;

	UnscriptedTests(FakeTogether fake) {
		this.fake = fake;
	}

	@BeforeEach
	void start() {
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("key")
			.baseUrl(this.fake.baseUrl())
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build();
	}

	@AfterEach
	void stop() {
		this.together.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Call get_weather for Paris", "What is the get weather for Paris?" })
	void toolsThatAreNamedAreCalled(String question) {
		Tool weather = Tool.of("get_weather", "The weather in a city", Query.class,
				(query) -> "Rain in " + query.city());
		ToolRun run = run(question, weather);
		assertThat(run.steps()).hasSize(2);
		assertThat(run.steps().get(0).results()).extracting(ToolResult::content).containsExactly("Rain in Paris");
		assertThat(((ToolRun.Completed) run).text()).contains("Rain in Paris");
	}

	@Test
	void methodsAreCalledByTheirWordsToo() {
		ToolRun run = run("What is the time in Paris?", Tool.from(new Clock()).get(0));
		assertThat(run.steps().get(0).results()).extracting(ToolResult::content).containsExactly("noon in Paris");
	}

	@ParameterizedTest
	@EnumSource(names = { "JSON_SCHEMA", "TOOL" })
	void typesAreFitted(ObjectMode mode) {
		Bridge bridge = Bridge.builder(this.together).objectSettings(ObjectSettings.DEFAULT.withMode(mode)).build();
		IRChatRequest request = IRChatRequest.of("A trip of 3 days to Nice");
		assertThat(bridge.generateObject(request, Everything.class).block(PATIENCE)).isNotNull();
		assertThat(bridge.generateObject(request, Folder.class).block(PATIENCE)).isNotNull();
		assertThat(bridge.generateObject(request, Chain.class).block(PATIENCE)).isNotNull();
		assertThat(bridge.generateObject(request, Shape.class).block(PATIENCE)).isNotNull();
		assertThat(bridge.generateList(request, Query.class).block(PATIENCE)).isNotEmpty();
		assertThat(bridge.streamObject(request, JsonType.listOf(Everything.class), List.of()).blockLast(PATIENCE))
			.isNotEmpty();
		assertThat(this.fake.requests()).as("no repair was needed").hasSize(6);
	}

	private ToolRun run(String question, Tool tool) {
		return Objects.requireNonNull(
				Bridge.builder(this.together).build().runTools(IRChatRequest.of(question), tool).block(PATIENCE));
	}

	static class Clock {

		@ToolMethod("The time in a city")
		String timeIn(String city) {
			return "noon in " + city;
		}

	}

	enum Level {

		LOW, HIGH

	}

	record Query(String city) {

	}

	record Everything(String text, int number, long big, double real, BigDecimal price, boolean flag, Level level,
			LocalDate date, LocalTime time, LocalDateTime dateTime, Instant instant, Duration duration, UUID id,
			List<Query> list, Set<Level> set, Map<String, Integer> map, Optional<String> optional,
			@Nullable Query nullable, int[] numbers) {

	}

	record Folder(String name, List<Folder> folders) {

	}

	record Chain(String name, @Nullable Chain next) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {

	}

	record Square(double side) implements Shape {

	}

}
