package ai.matey.object;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.schema.JsonMismatchException;
import ai.matey.schema.JsonType;

/**
 * Reads and checks the object of a complete response.
 */
final class ObjectReader {

	private final ObjectValidator validator;

	private final Scheduler scheduler;

	ObjectReader(ObjectValidator validator, Scheduler scheduler) {
		this.validator = validator;
		this.scheduler = scheduler;
	}

	/**
	 * Read the object. Validators may block, so they do not run on the event loop that
	 * received the response.
	 * @return the object, or an {@link ObjectMismatchException}
	 */
	<T> Mono<Parsed<T>> read(IRChatRequest asked, IRChatResponse response, JsonType<T> type) {
		Mono<Parsed<T>> read = Mono.fromSupplier(() -> parse(asked, response, type));
		if (this.validator == ObjectValidator.NONE) {
			return read;
		}
		return read.flatMap((parsed) -> Mono.fromCallable(() -> {
			List<String> problems = this.validator.problems(parsed.object());
			if (!problems.isEmpty()) {
				throw mismatch(asked, response, type, problems, null);
			}
			return parsed;
		}).subscribeOn(this.scheduler));
	}

	/**
	 * A text may contain several JSON values, such as a footnote before the object. The
	 * first that matches the type is the object.
	 */
	private static <T> Parsed<T> parse(IRChatRequest asked, IRChatResponse response, JsonType<T> type) {
		String text = ObjectRequests.text(response);
		JsonMismatchException first = null;
		for (JsonNode json : JsonText.values(text)) {
			try {
				return new Parsed<>(json, type.read(json));
			}
			catch (JsonMismatchException ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first != null) {
			throw mismatch(asked, response, type, first.problems(), first);
		}
		throw new ObjectMismatchException(asked, response, text, "The model's response is not JSON." + cut(response),
				List.of(), null);
	}

	private static ObjectMismatchException mismatch(IRChatRequest asked, IRChatResponse response, JsonType<?> type,
			List<String> problems, @Nullable Throwable cause) {
		return new ObjectMismatchException(asked, response, ObjectRequests.text(response),
				"The model's response is not a valid " + type.name() + ": " + String.join("; ", problems) + "."
						+ cut(response),
				problems, cause);
	}

	private static String cut(IRChatResponse response) {
		return (response.finishReason() == FinishReason.LENGTH)
				? " It was cut at a token limit: raise maxTokens, or leave it unset." : "";
	}

	/**
	 * An object with the JSON that it was read from.
	 *
	 * @param <T> the type of the object
	 * @param json the JSON
	 * @param object the object
	 */
	record Parsed<T>(JsonNode json, T object) {

	}

}
