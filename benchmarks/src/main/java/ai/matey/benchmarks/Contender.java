package ai.matey.benchmarks;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;

/**
 * A way to make a call.
 */
interface Contender extends AutoCloseable {

	String name();

	/**
	 * Reads a stream to its end.
	 * @param scenario what the server answers
	 * @param deltas receives each token
	 * @return the number of tokens
	 */
	Mono<Integer> stream(Scenario scenario, Consumer<String> deltas);

	/**
	 * Makes a plain call.
	 * @return the length of the answer's text
	 */
	Mono<Integer> call();

	@Override
	void close();

}
