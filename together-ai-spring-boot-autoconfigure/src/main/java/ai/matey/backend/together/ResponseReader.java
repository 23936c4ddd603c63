package ai.matey.backend.together;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;

import ai.matey.errors.AdapterException;

/**
 * Reads one attempt's answer. A new reader is made for every attempt. {@link #read} and
 * {@link #rest} are called by the thread that reads, the other methods by timers.
 *
 * @param <T> what the answer holds
 */
interface ResponseReader<T> {

	/**
	 * Reads an answer with status 2xx, all of it.
	 * @param response the answer
	 * @return what it holds; errors are {@link AdapterException}s
	 */
	Flux<T> read(ClientResponse response);

	/**
	 * What is left to deliver when the connection has nothing more to say.
	 * @return the rest, or an error if the answer is not complete
	 */
	default Flux<T> rest() {
		return Flux.empty();
	}

	/**
	 * Registers what to do once all is delivered though the connection may say more.
	 * @param action what to do
	 */
	default void whenDelivered(Runnable action) {
	}

	/**
	 * Looks whether a deadline of the attempt is exceeded.
	 * @return how long until the next look must be taken; zero if the answer is complete
	 * and nothing more should be awaited
	 * @throws AdapterException for the deadline that is exceeded
	 */
	Duration look();

	/**
	 * Ends the attempt from outside.
	 * @param reason why
	 * @return the error of the call, or {@code null} if the thread that reads ends the
	 * call by itself
	 */
	@Nullable AdapterException cut(AdapterException reason);

}
