package ai.matey.object;

import java.util.Objects;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRTotals;

/**
 * A typed response.
 *
 * @param <T> the type of the object
 * @param object the object
 * @param response the response that the object was read from; its warnings include any
 * mode that the model rejected
 * @param totals the totals of all responses, including those of tools and repairs
 * @param repairs the number of times that the model was told what was wrong before
 * @since 0.1.0
 */
public record ObjectResponse<T>(T object, IRChatResponse response, IRTotals totals, int repairs) {

	public ObjectResponse {
		Objects.requireNonNull(object, "object must not be null");
		Objects.requireNonNull(response, "response must not be null");
		Objects.requireNonNull(totals, "totals must not be null");
	}

	/**
	 * Return the response only, since the object may contain anything.
	 */
	@Override
	public String toString() {
		return "ObjectResponse[response=" + this.response + ", totals=" + this.totals + ", repairs=" + this.repairs
				+ "]";
	}

}
