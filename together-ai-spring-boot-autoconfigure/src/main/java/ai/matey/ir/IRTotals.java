package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The total usage and cost of several responses, such as those of a run with tools, or of
 * a typed response and its repair.
 *
 * @param usage the tokens of all responses that reported them, or {@code null} if none
 * did
 * @param cost the cost of all responses with a known cost, or {@code null} if there are
 * none
 * @since 0.1.0
 */
public record IRTotals(@Nullable IRUsage usage, @Nullable IRCost cost) {

	/**
	 * Return the totals of the given responses.
	 * @param responses the responses
	 * @return their totals
	 * @throws IllegalArgumentException if their costs have different currencies
	 */
	public static IRTotals of(List<IRChatResponse> responses) {
		IRUsage usage = responses.stream()
			.map(IRChatResponse::usage)
			.filter(Objects::nonNull)
			.reduce(IRUsage::plus)
			.orElse(null);
		IRCost cost = responses.stream()
			.map((response) -> response.metadata().cost())
			.filter(Objects::nonNull)
			.reduce(IRCost::plus)
			.orElse(null);
		return new IRTotals(usage, cost);
	}

}
