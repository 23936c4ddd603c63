package ai.matey.docs;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolEvent;
import ai.matey.tool.ToolMethod;
import ai.matey.tool.ToolRun;

/**
 * The code in {@code docs/tools.md}.
 */
class ToolSnippets {

	private final Service service = (city, day) -> "Rain in " + city;

	final Bank bank = new Bank();

	private final Database database = new Database();

	private final JsonMapper jsonMapper = JsonMapper.builder().build();

	record WeatherQuery(@JsonPropertyDescription("Name of the city") String city, @Nullable LocalDate day) {
	}

	Mono<String> umbrella(Bridge bridge) {
		Tool weather = Tool.of("get_weather", "The weather in a city", WeatherQuery.class,
				(query) -> service.weather(query.city(), query.day()));

		Mono<String> text = bridge.runTools(IRChatRequest.of("Do I need an umbrella in Paris?"), weather)
			.map((run) -> (run instanceof ToolRun.Completed completed) ? completed.text() : "Not yet.");
		return text;
	}

	Flux<String> shown(Bridge bridge, IRChatRequest request, Tool weather) {
		Flux<String> shown = bridge.streamTools(request, weather).mapNotNull((event) -> {
			if (event instanceof ToolEvent.Chunk said && said.chunk() instanceof IRStreamChunk.Content content) {
				return content.delta();
			}
			if (event instanceof ToolEvent.CallStarted started) {
				return "[" + started.call().name() + " …]";
			}
			if (event instanceof ToolEvent.CallFinished finished && finished.result().isError()) {
				return "[failed]";
			}
			return null;
		});
		return shown;
	}

	String pay(Bridge bridge) {
		Tool pay = Tool.of("pay", "Pays a bill", Payment.class, (payment) -> bank.pay(payment))
			.needsApproval((call) -> amount(call) > 100);

		ToolRun run = bridge.runTools(IRChatRequest.of("Pay my bills"), pay).block();
		if (run instanceof ToolRun.Pending pending) {
			database.save(pending.id(), jsonMapper.writeValueAsString(pending));
		}
		return ((ToolRun.Pending) Objects.requireNonNull(run)).id();
	}

	ToolRun decide(Bridge bridge, String id, boolean approved) {
		Tool pay = Tool.of("pay", "Pays a bill", Payment.class, (payment) -> bank.pay(payment)).needsApproval();
		ToolRun.Pending pending = jsonMapper.readValue(database.load(id), ToolRun.Pending.class);
		ToolRun run = bridge
			.resumeTools(pending, approved ? pending.approveAll() : pending.refuseAll("Not today."), pay)
			.block();
		return Objects.requireNonNull(run);
	}

	private static int amount(ToolUseContent call) {
		return ((Number) Objects.requireNonNull(call.input().get("amount"))).intValue();
	}

	private static String format(String zone, @Nullable String format) {
		return "noon in " + zone;
	}

	static class Clock {

		@ToolMethod("The time in a time zone")
		String timeIn(@JsonPropertyDescription("Such as Europe/Paris") String zone, @Nullable String format) {
			return format(zone, format);
		}

	}

	interface Service {

		String weather(String city, @Nullable LocalDate day);

	}

	record Payment(int amount) {

	}

	static class Bank {

		int paid;

		String pay(Payment payment) {
			this.paid += payment.amount();
			return "paid";
		}

	}

	static class Database {

		private final Map<String, String> rows = new HashMap<>();

		void save(String id, String json) {
			this.rows.put(id, json);
		}

		String load(String id) {
			return Objects.requireNonNull(this.rows.get(id));
		}

	}

}
