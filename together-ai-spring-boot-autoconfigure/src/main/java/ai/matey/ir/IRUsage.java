package ai.matey.ir;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The tokens used by a call, as counted by the provider.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the response, including reasoning
 * @param totalTokens total of both
 * @param cachedTokens tokens of the prompt that came from a cache, or {@code null} if
 * unknown
 * @param reasoningTokens tokens of the response used for reasoning, or {@code null} if
 * unknown; 0 does not mean that there was no reasoning
 * @param details further figures of the provider
 * @since 0.1.0
 */
public record IRUsage(long promptTokens, long completionTokens, long totalTokens, @Nullable Long cachedTokens,
		@Nullable Long reasoningTokens, Map<String, @Nullable Object> details) {

	/**
	 * The names under which providers report figures that have their own component and
	 * are therefore not part of {@link #details}.
	 */
	public static final Set<String> KNOWN_FIELDS = Set.of("prompt_tokens", "completion_tokens", "total_tokens",
			"cached_tokens", "reasoning_tokens", "prompt_tokens_details", "completion_tokens_details");

	public IRUsage {
		details = Copies.json(details);
	}

	/**
	 * Create a usage of prompt and completion tokens only.
	 * @param promptTokens tokens of the prompt
	 * @param completionTokens tokens of the response
	 */
	public IRUsage(long promptTokens, long completionTokens) {
		this(promptTokens, completionTokens, sum(promptTokens, completionTokens), null, null, Map.of());
	}

	/**
	 * Return the sum of this usage and another one. Figures known to only one of them are
	 * used as they are. For further details, the other usage takes precedence.
	 * @param other the other usage
	 * @return the sum; figures that would overflow become the largest {@code long}
	 */
	public IRUsage plus(IRUsage other) {
		Map<String, @Nullable Object> details = new LinkedHashMap<>(this.details);
		details.putAll(other.details);
		return new IRUsage(sum(this.promptTokens, other.promptTokens),
				sum(this.completionTokens, other.completionTokens), sum(this.totalTokens, other.totalTokens),
				known(this.cachedTokens, other.cachedTokens), known(this.reasoningTokens, other.reasoningTokens),
				details);
	}

	private static @Nullable Long known(@Nullable Long first, @Nullable Long second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return sum(first, second);
	}

	private static long sum(long first, long second) {
		try {
			return Math.addExact(first, second);
		}
		catch (ArithmeticException ex) {
			return (first < 0) ? Long.MIN_VALUE : Long.MAX_VALUE;
		}
	}

}
