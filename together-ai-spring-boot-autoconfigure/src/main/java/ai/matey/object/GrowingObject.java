package ai.matey.object;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.schema.JsonMismatchException;
import ai.matey.schema.JsonType;

/**
 * The states of an object whose text is being received. Used by one stream.
 *
 * @param <T> the type of the object
 */
final class GrowingObject<T> {

	/**
	 * A long text is read again once it has grown by this fraction, since reading it for
	 * each token would take quadratic time.
	 */
	private static final int GROWTH = 64;

	private final JsonType<T> type;

	private final StringBuilder text = new StringBuilder();

	private int next;

	private @Nullable JsonNode last;

	GrowingObject(JsonType<T> type) {
		this.type = type;
	}

	/**
	 * Append text.
	 * @return the object as received so far, or {@code null} if there is nothing new to
	 * show
	 */
	@Nullable T append(String delta) {
		this.text.append(delta);
		if (delta.isEmpty() || this.text.length() < this.next) {
			return null;
		}
		this.next = this.text.length() + this.text.length() / GROWTH;
		String said = this.text.toString();
		int start = JsonText.start(said, 0);
		JsonNode node = (start >= 0) ? PartialJson.read(said, start, this.type::isFreeText) : null;
		if (node == null || node.isEmpty() || node.equals(this.last)) {
			return null;
		}
		try {
			T object = this.type.readPart(node);
			this.last = node;
			return object;
		}
		catch (JsonMismatchException ex) {
			return null;
		}
	}

	/**
	 * Return whether the complete object has already been shown.
	 */
	boolean isShown(@Nullable JsonNode whole) {
		return whole != null && whole.equals(this.last);
	}

}
