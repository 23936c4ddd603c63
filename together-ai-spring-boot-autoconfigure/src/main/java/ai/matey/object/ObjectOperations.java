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
 * Typed responses.
 *
 * <pre>{@code
 * record Trip(String city, int days, List<String> sights) {}
 *
 * Mono<Trip> trip = bridge.generateObject(IRChatRequest.of("A short trip in France"), Trip.class);
 * }</pre>
 *
 * The model is asked by a JSON schema. If it refuses that, it is asked by a tool that it
 * has to call, and then by the prompt, each with a warning in the response. What it
 * responds is checked against the schema, read, and validated; if something is wrong, the
 * model is told and asked again (see {@link ObjectSettings}); after that the call fails
 * with an {@link ObjectMismatchException}. Tools run first and without the schema.
 */
public interface ObjectOperations {

	/**
	 * Return an object together with the response that it was read from.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before; none of their calls may need an
	 * approval, for which use {@link ai.matey.tool.ToolOperations#runTools runTools}
	 * @return the object and the response
	 */
	<T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, JsonType<T> type, Collection<Tool> tools);

	/**
	 * Return an object together with the response that it was read from.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before
	 * @return the object and the response
	 */
	default <T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, Class<T> type, Tool... tools) {
		return generateObjectResponse(request, JsonType.of(type), Arrays.asList(tools));
	}

	/**
	 * Return an object.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before
	 * @return the object
	 */
	default <T> Mono<T> generateObject(IRChatRequest request, JsonType<T> type, Tool... tools) {
		return generateObjectResponse(request, type, Arrays.asList(tools)).map(ObjectResponse::object);
	}

	/**
	 * Return an object.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before
	 * @return the object
	 */
	default <T> Mono<T> generateObject(IRChatRequest request, Class<T> type, Tool... tools) {
		return generateObject(request, JsonType.of(type), tools);
	}

	/**
	 * Return a list of objects.
	 * @param <E> the type of its elements
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param elementType the type of its elements
	 * @param tools tools that the model may call before
	 * @return the list
	 */
	default <E> Mono<List<E>> generateList(IRChatRequest request, Class<E> elementType, Tool... tools) {
		return generateObject(request, JsonType.listOf(elementType), tools);
	}

	/**
	 * Return an object that grows. Each element is at least as complete as the one
	 * before: properties and list elements are added, and text gets longer; numbers,
	 * dates, enum constants and the like come whole. Properties that have not come yet
	 * are {@code null}, 0 or {@code false}; a type whose constructor does not take that
	 * is shown once it can be. The last element is checked as a whole object is, without
	 * a repair: it would contradict what was shown.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before
	 * @return the object in its states
	 */
	<T> Flux<T> streamObject(IRChatRequest request, JsonType<T> type, Collection<Tool> tools);

	/**
	 * Return an object that grows.
	 * @param <T> the type of the object
	 * @param request what to ask; it must not have tools or a response format of its own
	 * @param type the type of the object
	 * @param tools tools that the model may call before
	 * @return the object in its states
	 * @see #streamObject(IRChatRequest, JsonType, Collection)
	 */
	default <T> Flux<T> streamObject(IRChatRequest request, Class<T> type, Tool... tools) {
		return streamObject(request, JsonType.of(type), Arrays.asList(tools));
	}

}
