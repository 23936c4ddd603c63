package ai.matey.object;

import java.util.Objects;

/**
 * An event of a typed response that is being received: any number of {@link Partial}
 * events, then one {@link Completed}. A failure is the stream's error signal.
 *
 * @param <T> the type of the object
 * @since 0.1.0
 */
public sealed interface ObjectEvent<T> {

	/**
	 * Return the object as known at this event.
	 * @return the object
	 */
	T object();

	/**
	 * A state of an incomplete object, at least as complete as the one before. It has
	 * been neither checked against the schema nor validated.
	 *
	 * @param <T> the type of the object
	 * @param object the object as received so far
	 */
	record Partial<T>(T object) implements ObjectEvent<T> {

		public Partial {
			Objects.requireNonNull(object, "object must not be null");
		}

		/**
		 * Return no value, since the object may contain anything.
		 */
		@Override
		public String toString() {
			return "Partial[]";
		}

	}

	/**
	 * The complete object, which is valid.
	 *
	 * @param <T> the type of the object
	 * @param response the object, the response that it was read from with its warnings,
	 * and the totals; if it needed {@link ObjectResponse#repairs() repairs}, the object
	 * may differ from the states before
	 */
	record Completed<T>(ObjectResponse<T> response) implements ObjectEvent<T> {

		public Completed {
			Objects.requireNonNull(response, "response must not be null");
		}

		@Override
		public T object() {
			return this.response.object();
		}

	}

}
