package ai.matey.object;

import java.util.Objects;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRTotals;

/**
 * A typed response.
 *
 * @param <T> its type
 * @param object the object
 * @param response the model's response that the object was read from; a mode that the
 * model refused is among its warnings
 * @param totals what all responses used together, those of tools and repairs included
 */
public record ObjectResponse<T>(T object, IRChatResponse response, IRTotals totals) {

	public ObjectResponse {
		Objects.requireNonNull(object, "object must not be null");
		Objects.requireNonNull(response, "response must not be null");
		Objects.requireNonNull(totals, "totals must not be null");
	}

	/**
	 * Shows the response only: the object may hold anything.
	 */
	@Override
	public String toString() {
		return "ObjectResponse[response=" + this.response + ", totals=" + this.totals + "]";
	}

}
