package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What several responses used together: those of a run with tools, or of a typed response
 * and its repair.
 *
 * @param usage the tokens of all responses that told theirs, or {@code null} if none did
 * @param cost what all responses cost of which that is known, or {@code null} if of none
 */
public record IRTotals(@Nullable IRUsage usage, @Nullable IRCost cost) {

	/**
	 * Return the totals of responses.
	 * @param responses the responses
	 * @return their totals
	 * @throws IllegalArgumentException if their costs have several currencies
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
