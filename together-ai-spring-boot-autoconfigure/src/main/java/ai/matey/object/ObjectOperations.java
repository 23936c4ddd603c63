package ai.matey.object;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;
import ai.matey.schema.JsonType;
import ai.matey.tool.Tool;

/**
 * Calls with typed responses.
 *
 * <pre>{@code
 * record Trip(String city, int days, List<String> sights) {}
 *
 * Mono<Trip> trip = bridge.generateObject(IRChatRequest.of("A short trip in France"), Trip.class);
 * }</pre>
 *
 * The request contains a JSON schema. If the model rejects that, a tool that it must call
 * is used, and then the prompt, each with a warning in the response; what a model accepts
 * for a type is remembered for a while. The response is checked against the schema, read,
 * and validated. If there is a problem, it is reported to the model, which is called
 * again (see {@link ObjectSettings}); if that does not help, the call fails with an
 * {@link ObjectMismatchException}. Tools run first and without the schema.
 *
 * @since 0.1.0
 */
public interface ObjectOperations {

	/**
	 * Return an object together with the response that it was read from.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first; if calls need an approval, use
	 * {@link ai.matey.tool.ToolOperations#runTools runTools} instead
	 * @return the object and the response
	 */
	<T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, JsonType<T> type, Collection<Tool> tools);

	/**
	 * Return an object together with the response that it was read from.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the object and the response
	 */
	default <T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, Class<T> type, Tool... tools) {
		return generateObjectResponse(request, JsonType.of(type), Arrays.asList(tools));
	}

	/**
	 * Return an object read from the response.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the object
	 */
	default <T> Mono<T> generateObject(IRChatRequest request, JsonType<T> type, Tool... tools) {
		return generateObjectResponse(request, type, Arrays.asList(tools)).map(ObjectResponse::object);
	}

	/**
	 * Return an object read from the response.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the object
	 */
	default <T> Mono<T> generateObject(IRChatRequest request, Class<T> type, Tool... tools) {
		return generateObject(request, JsonType.of(type), tools);
	}

	/**
	 * Return a list of objects read from the response.
	 * @param <E> the type of its elements
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param elementType the type of its elements
	 * @param tools tools that the model may call first
	 * @return the list
	 */
	default <E> Mono<List<E>> generateList(IRChatRequest request, Class<E> elementType, Tool... tools) {
		return generateObject(request, JsonType.listOf(elementType), tools);
	}

	/**
	 * Return the states of an object while it is being received. Each element is at least
	 * as complete as the previous one: properties and list elements are added, and text
	 * grows, while numbers, dates, enum constants and similar values only appear once
	 * they are complete. Missing properties are {@code null}, 0 or {@code false}; if the
	 * constructor of the type rejects these, the first element is emitted once it accepts
	 * the values. The last element is checked like any complete object. If it has to be
	 * repaired, the repair is not shown before it is complete, so only the last element
	 * may contradict the previous ones.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the states of the object
	 */
	<T> Flux<T> streamObject(IRChatRequest request, JsonType<T> type, Collection<Tool> tools);

	/**
	 * Return the states of an object while it is being received, and its response. In
	 * contrast to {@link #streamObject(IRChatRequest, JsonType, Collection)
	 * streamObject}, the caller sees warnings, totals, and whether the object was
	 * repaired.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the states of the object, then the object with its response
	 */
	<T> Flux<ObjectEvent<T>> streamObjectEvents(IRChatRequest request, JsonType<T> type, Collection<Tool> tools);

	/**
	 * Return the states of an object while it is being received, and its response.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the states of the object, then the object with its response
	 * @see #streamObjectEvents(IRChatRequest, JsonType, Collection)
	 */
	default <T> Flux<ObjectEvent<T>> streamObjectEvents(IRChatRequest request, Class<T> type, Tool... tools) {
		return streamObjectEvents(request, JsonType.of(type), Arrays.asList(tools));
	}

	/**
	 * Return the states of an object while it is being received.
	 * @param <T> the type of the object
	 * @param request the request, which must not contain tools or a response format
	 * itself
	 * @param type the type of the object
	 * @param tools tools that the model may call first
	 * @return the states of the object
	 * @see #streamObject(IRChatRequest, JsonType, Collection)
	 */
	default <T> Flux<T> streamObject(IRChatRequest request, Class<T> type, Tool... tools) {
		return streamObject(request, JsonType.of(type), Arrays.asList(tools));
	}

}
