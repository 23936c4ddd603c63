package ai.matey.backend.together;

import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;

/**
 * Reads one attempt's answer. A new reader is made for every attempt.
 *
 * @param <T> what the answer holds
 */
interface ResponseReader<T> {

	/**
	 * Reads an answer with status 2xx, all of it.
	 * @param response the answer
	 * @return what it holds; errors are {@link ai.matey.errors.AdapterException}s
	 */
	Flux<T> read(ClientResponse response);

	/**
	 * Lays deadlines over the attempt, from its sending to the end of its answer.
	 * @param attempt the attempt
	 * @return the attempt with its deadlines
	 */
	Flux<T> limit(Flux<T> attempt);

	/**
	 * The error for a call that took longer than {@code together.timeout.total}.
	 * @return the exception
	 */
	RuntimeException tookTooLong();

}
