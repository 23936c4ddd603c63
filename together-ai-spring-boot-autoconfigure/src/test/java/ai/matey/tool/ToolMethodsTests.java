package ai.matey.tool;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.ToolUseContent;
import ai.matey.schema.JsonMismatchException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tools of annotated methods.
 */
class ToolMethodsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Test
	void parametersAreArguments() throws Exception {
		List<Tool> tools = Tool.from(new Services());
		assertThat(tools).extracting(Tool::name).containsExactly("book", "now", "weather_in");
		Tool weather = tools.get(2);
		assertThat(weather.definition().description()).isEqualTo("The weather in a city");
		assertThat(MAPPER.<JsonNode>valueToTree(weather.definition().parameters())).isEqualTo(MAPPER.readTree("""
				{"type":"object",
				 "properties":{
				  "city":{"type":"string","description":"Name of the city"},
				  "day":{"type":["string","null"],"format":"date"},
				  "temperature_unit":{"type":"string","enum":["CELSIUS","KELVIN"]},
				  "tags":{"type":"array","items":{"type":"string"}},
				  "note":{"type":["string","null"]}},
				 "required":["city","temperature_unit","tags"],
				 "additionalProperties":false}"""));
		Map<String, Object> arguments = Map.of("city", "Nice", "day", "2026-05-01", "temperature_unit", "KELVIN",
				"tags", List.of("a"));
		assertThat(call(weather, arguments)).isEqualTo("Nice 2026-05-01 KELVIN [a] Optional.empty weather_in");
		assertThatExceptionOfType(JsonMismatchException.class)
			.isThrownBy(() -> weather.function().prepare(Map.of("city", 1, "temperature_unit", "KELVIN")))
			.satisfies((ex) -> assertThat(ex.problems()).hasSize(2));
	}

	@Test
	void parametersMayBeObjectsAndResultsReactive() throws Exception {
		Tool book = Tool.from(new Services()).get(0);
		assertThat(MAPPER.<JsonNode>valueToTree(book.definition().parameters()).at("/properties/trip/properties"))
			.isEqualTo(MAPPER.readTree("{\"city\":{\"type\":\"string\"}}"));
		Object result = call(book, Map.of("trip", Map.of("city", "Nice")));
		assertThat(((Mono<?>) Objects.requireNonNull(result)).block()).isEqualTo("booked Nice");
	}

	@Test
	void exceptionsComeAsTheyAre() {
		Tool now = Tool.from(new Services()).get(1);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> call(now, Map.of())).withMessage("no clock");
	}

	@Test
	void proxiesAreCalledByWayOfTheProxy() throws Exception {
		ProxyFactory factory = new ProxyFactory(new Services());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) (invocation) -> "advised");
		assertThat(call(Tool.from(factory.getProxy()).get(1), Map.of())).isEqualTo("advised");
	}

	@Test
	void anObjectWithoutToolsIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> Tool.from("text")).withMessageContaining("@ToolMethod");
	}

	private static @Nullable Object call(Tool tool, Map<String, Object> arguments) throws Exception {
		return tool.function()
			.prepare(arguments)
			.invoke(new ToolContext(new ToolUseContent("1", tool.name(), arguments), IRChatRequest.of("?"),
					Context.empty()));
	}

	enum Unit {

		CELSIUS, KELVIN

	}

	record Trip(String city) {

	}

	static class Services {

		@ToolMethod(value = "The weather in a city", name = "weather_in")
		String weather(@JsonPropertyDescription("Name of the city") String city, @Nullable LocalDate day,
				@JsonProperty("temperature_unit") Unit unit, List<String> tags, Optional<String> note,
				ToolContext context) {
			return city + " " + day + " " + unit + " " + tags + " " + note + " " + context.call().name();
		}

		@ToolMethod("Books a trip")
		Mono<String> book(Trip trip) {
			return Mono.just("booked " + trip.city());
		}

		@ToolMethod("The time")
		String now() throws IOException {
			throw new IOException("no clock");
		}

		String noTool() {
			return "";
		}

	}

}
