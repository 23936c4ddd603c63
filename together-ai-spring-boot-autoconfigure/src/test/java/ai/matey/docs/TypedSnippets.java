package ai.matey.docs;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.object.ObjectEvent;
import ai.matey.schema.JsonType;

/**
 * The code in {@code docs/typed.md}.
 */
class TypedSnippets {

	record Trip(String city, int days, List<String> sights) {
	}

	record Page<T>(List<T> content) {
	}

	Mono<List<Object>> trips(Bridge bridge) {
		Mono<Trip> trip = bridge.generateObject(IRChatRequest.of("A short trip in France"), Trip.class);
		Mono<List<Trip>> trips = bridge.generateList(IRChatRequest.of("Three short trips in France"), Trip.class);
		Flux<Trip> growing = bridge.streamObject(IRChatRequest.of("A short trip in France"), Trip.class);
		return Flux.concat(trip, trips.flatMapIterable((list) -> list), growing.takeLast(1))
			.cast(Object.class)
			.collectList();
	}

	Flux<String> corrected(Bridge bridge, IRChatRequest request) {
		Flux<String> shown = bridge.streamObjectEvents(request, Trip.class)
			.map((event) -> (event instanceof ObjectEvent.Completed<Trip> last && last.response().repairs() > 0)
					? "Corrected: " + last.object() : "So far: " + event.object());
		return shown;
	}

	List<JsonType<?>> types() {
		JsonType<Page<Trip>> page = JsonType.of(new TypeReference<Page<Trip>>() {
		});
		JsonType<Map<String, Object>> map = JsonType
			.ofSchema(Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))));
		return List.of(page, map);
	}

}
