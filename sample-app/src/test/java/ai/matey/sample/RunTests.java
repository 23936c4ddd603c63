package ai.matey.sample;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.sample.Gateway.Events;
import ai.matey.sample.page.Orders;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chat of the page: tools, approvals, aliases and cost.
 */
@GatewayTest
class RunTests {

	private final FakeTogether fake;

	private final Gateway gateway;

	private final Orders orders;

	RunTests(@Autowired FakeTogether fake, @LocalServerPort int port, @Autowired Orders orders) {
		this.fake = fake;
		this.gateway = new Gateway(port);
		this.orders = orders;
	}

	@Test
	void modelAsksForTheTime() throws Exception {
		List<JsonNode> events = run("What time is it in Paris?");
		JsonNode call = only(events, "call");
		assertThat(call.path("name").asString()).isEqualTo("time");
		assertThat(call.at("/arguments/zone").asString()).isEqualTo("Paris");
		JsonNode result = only(events, "result");
		assertThat(result.path("id").asString()).isEqualTo(call.path("id").asString());
		assertThat(result.path("content").asString())
			.matches("\\w{3}, \\d+ \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0[12]00");
		assertThat(result.path("failed").asBoolean()).isFalse();
		assertThat(result.path("millis").isIntegralNumber()).isTrue();
		assertThat(text(events)).contains(result.path("content").asString());
		assertThat(events).last().satisfies((last) -> assertThat(last.path("type").asString()).isEqualTo("completed"));
	}

	@Test
	void unknownCityIsToldToTheModel() throws Exception {
		JsonNode result = only(run("What time is it in Atlantis?"), "result");
		assertThat(result.path("failed").asBoolean()).isTrue();
		assertThat(result.path("made").asBoolean()).isTrue();
		assertThat(result.path("content").asString()).contains("There is no time zone or city 'Atlantis'");
	}

	@Test
	void modelLooksAtTheDatabase() throws Exception {
		List<JsonNode> events = run("Which orders does Grace have?");
		assertThat(only(events, "call").at("/arguments/customer").asString()).isEqualTo("Grace");
		assertThat(only(events, "result").path("content").asString()).contains("1003", "Compiler manual");
	}

	@Test
	void nothingIsCancelledWithoutAnApproval() throws Exception {
		List<JsonNode> events = run("Please cancel order 1003");
		JsonNode pending = only(events, "pending");
		assertThat(pending.at("/calls/0/name").asString()).isEqualTo("cancel_order");
		assertThat(pending.at("/calls/0/arguments/number").asInt()).isEqualTo(1003);
		assertThat(events).noneSatisfy((event) -> assertThat(event.path("type").asString()).isEqualTo("call"));
		assertThat(status("Grace", 1003)).isEqualTo("open");
		List<JsonNode> refused = events(this.gateway.stream("/chat/decisions", decision(pending, false)));
		assertThat(only(refused, "result").path("failed").asBoolean()).isTrue();
		assertThat(only(refused, "result").path("made").asBoolean()).isFalse();
		assertThat(text(refused)).contains("The user does not want it");
		assertThat(status("Grace", 1003)).isEqualTo("open");
	}

	@Test
	void approvedCallIsMadeOnce() throws Exception {
		JsonNode pending = only(run("Please cancel order 1005"), "pending");
		List<JsonNode> approved = events(this.gateway.stream("/chat/decisions", decision(pending, true)));
		assertThat(only(approved, "result").path("content").asString()).isEqualTo("Order 1005 is cancelled");
		assertThat(status("Alan", 1005)).isEqualTo("cancelled");
		HttpResponse<String> again = this.gateway.post("/chat/decisions", decision(pending, true), "content-type",
				"application/json");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(Gateway.error(again).path("message").asString()).contains("resumed before");
	}

	@Test
	void callsAreDecidedOneByOne() throws Exception {
		this.fake.onPath("/v1/chat/completions")
			.always(Reply.toolCall("cancel_order", "{\"number\":1001}")
				.toolCall("cancel_order", "{\"number\":1002}")
				.afterTools((results) -> Reply.text("Done.")));
		JsonNode pending = only(run("Please cancel both"), "pending");
		List<JsonNode> decided = events(this.gateway.stream("/chat/decisions",
				decision(pending, List.of(pending.at("/calls/0/id").toString()))));
		assertThat(decided.stream().map((event) -> event.path("content").asString(""))).contains(
				"The tool failed: There is no open order 1001",
				"The call was not approved. The user does not want it.");
		assertThat(status("Ada", 1002)).isEqualTo("open");
	}

	@Test
	void alteredRunIsRefused() throws Exception {
		JsonNode pending = only(run("Please cancel order 1002"), "pending");
		HttpResponse<String> response = this.gateway.post("/chat/decisions",
				decision(pending, true).replace("1002", "1003"), "content-type", "application/json");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(status("Ada", 1002)).isEqualTo("open");
		assertThat(status("Grace", 1003)).isEqualTo("open");
	}

	@Test
	void decisionWithoutARunIsRefused() throws Exception {
		for (String body : List.of("{}", "{\"approved\":[]}", "{\"run\":{},\"approved\":[]}", "[]", "")) {
			HttpResponse<String> response = this.gateway.post("/chat/decisions", body, "content-type",
					"application/json");
			assertThat(response.statusCode()).as(body).isEqualTo(400);
		}
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void aliasTellsWhichModelAnsweredAndWhatItCost() throws Exception {
		this.gateway.get("/v1/models");
		List<JsonNode> events = events(this.gateway.stream("/chat/runs", body("fast", "Hello!")));
		JsonNode summary = only(events, "completed").path("summary");
		assertThat(summary.path("model").asString()).isEqualTo("openai/gpt-oss-120b");
		assertThat(summary.at("/notes/0").asString()).contains("moonshotai/Kimi-K2.6");
		assertThat(summary.path("cost").decimalValue()).isPositive();
		assertThat(summary.at("/usage/promptTokens").asInt()).isPositive();
		assertThat(Gateway.json(this.gateway.get("/actuator/together").body())
			.at("/clients/default/models/aliases/0/serving")
			.asString()).isEqualTo("openai/gpt-oss-120b");
	}

	@Test
	void responseWithoutToolsTellsWhatItCost() throws Exception {
		this.gateway.get("/v1/models");
		this.fake.enqueue(Reply.text("Hello").reasoning("Hm").usage(1_000_000, 0));
		List<JsonNode> events = events(this.gateway.stream("/chat/texts", body(Gateway.MODEL, "Hello!")));
		assertThat(text(events)).isEqualTo("Hello");
		assertThat(only(events, "reasoning").path("text").asString()).isEqualTo("Hm");
		JsonNode summary = only(events, "completed").path("summary");
		assertThat(summary.path("model").asString()).isEqualTo(Gateway.MODEL);
		assertThat(summary.path("cost").decimalValue()).isEqualByComparingTo("0.88");
		assertThat(this.fake.requests()).last()
			.satisfies((request) -> assertThat(request.json().path("tools").isMissingNode()).isTrue());
	}

	@Test
	void costIsThatOfAllRounds() throws Exception {
		this.gateway.get("/v1/models");
		this.fake.onPath("/v1/chat/completions")
			.always(Reply.toolCall("orders", "{\"customer\":\"Ada\"}")
				.usage(1_000_000, 0)
				.afterTools((results) -> Reply.text("Two.").usage(2_000_000, 0)));
		JsonNode summary = only(run("Count them"), "completed").path("summary");
		assertThat(summary.path("cost").decimalValue()).isEqualByComparingTo("2.64");
		assertThat(summary.at("/usage/promptTokens").asInt()).isEqualTo(3_000_000);
	}

	@Test
	void failureBeforeTheFirstEventHasItsStatus() throws Exception {
		this.fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		HttpResponse<String> response = this.gateway.post("/chat/runs", body(Gateway.MODEL, "Hello!"), "content-type",
				"application/json");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(Gateway.error(response).path("type").asString()).isEqualTo("service_unavailable");
	}

	@Test
	void pageThatLeavesCancelsTheRun() throws Exception {
		this.fake.enqueue(Reply.stream().tokens("First").stall());
		try (Events events = this.gateway.stream("/chat/runs", body(Gateway.MODEL, "Hello!"))) {
			assertThat(Gateway.json(events.next()).path("text").asString()).isEqualTo("First");
		}
		this.fake.await(RecordedRequest::closedEarly, Duration.ofSeconds(5));
	}

	@Test
	void typedResponseGrowsUntilItIsComplete() throws Exception {
		this.gateway.get("/v1/models");
		this.fake.enqueue(Reply.stream()
			.tokens("{\"title\":\"Rome\",\"stops\":[{\"day\":1,")
			.pause(Duration.ofMillis(300))
			.tokens("\"place\":\"Forum\",\"activity\":\"Look\",\"euros\":9}]}")
			.finish("stop")
			.usage(100, 20)
			.done());
		List<JsonNode> events = events(this.gateway.stream("/chat/plans", body(Gateway.MODEL, "A day in Rome")));
		List<JsonNode> states = events.subList(0, events.size() - 1);
		assertThat(states).hasSizeGreaterThan(1)
			.allSatisfy((event) -> assertThat(event.path("type").asString()).isEqualTo("object"));
		assertThat(states.get(0).at("/value/stops/0/place").isNull()).isTrue();
		assertThat(states).last()
			.satisfies((last) -> assertThat(last.path("value"))
				.isEqualTo(Gateway.json("{\"title\":\"Rome\",\"stops\":[{\"day\":1,\"place\":\"Forum\","
						+ "\"activity\":\"Look\",\"euros\":9}]}")));
		JsonNode summary = only(events, "completed").path("summary");
		assertThat(summary.path("model").asString()).isEqualTo(Gateway.MODEL);
		assertThat(summary.at("/usage/completionTokens").asInt()).isEqualTo(20);
		assertThat(summary.path("cost").decimalValue()).isPositive();
	}

	@Test
	void typedResponseThatDoesNotFitIsAnError() throws Exception {
		this.fake.onPath("/v1/chat/completions").always(Reply.text("{\"title\":\"Rome\"}").pace(Duration.ZERO));
		HttpResponse<String> response = this.gateway.post("/chat/plans", body(Gateway.MODEL, "A day in Rome"),
				"content-type", "application/json");
		// Whether something was sent before decides on the status
		assertThat(response.body()).contains("invalid_object", "lacks the property 'stops'").doesNotContain("[DONE]");
	}

	private List<JsonNode> run(String text) throws Exception {
		return events(this.gateway.stream("/chat/runs", body(Gateway.MODEL, text)));
	}

	private static List<JsonNode> events(Events stream) throws Exception {
		try (stream) {
			assertThat(stream.response().statusCode()).isEqualTo(200);
			List<String> all = stream.rest();
			assertThat(all).last().isEqualTo("[DONE]");
			return all.subList(0, all.size() - 1).stream().map(Gateway::json).toList();
		}
	}

	private static String body(String model, String text) {
		return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
	}

	private static String decision(JsonNode pending, boolean approved) {
		List<String> ids = pending.path("calls").valueStream().map((call) -> call.path("id").toString()).toList();
		return decision(pending, approved ? ids : List.of());
	}

	private static String decision(JsonNode pending, List<String> approved) {
		return "{\"run\":" + pending.path("run") + ",\"approved\":" + approved + "}";
	}

	private static JsonNode only(List<JsonNode> events, String type) {
		return assertThat(events).filteredOn((event) -> event.path("type").asString().equals(type))
			.singleElement()
			.actual();
	}

	private static String text(List<JsonNode> events) {
		return events.stream()
			.filter((event) -> event.path("type").asString().equals("text"))
			.map((event) -> event.path("text").asString())
			.collect(Collectors.joining());
	}

	private String status(String customer, int number) {
		return this.orders.of(customer)
			.stream()
			.filter((order) -> order.number() == number)
			.map(Orders.Order::status)
			.collect(Collectors.joining());
	}

}
