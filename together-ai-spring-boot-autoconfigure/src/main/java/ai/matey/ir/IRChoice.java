package ai.matey.ir;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One of the answers to a request; most requests have one.
 *
 * @param index the provider's number of the choice, from 0
 * @param message what the model said
 * @param finishReason why it stopped
 * @param providerFinishReason the provider's word for it, or {@code null} if it gave none
 * @param seed the seed that was used, or {@code null}; can be larger than a {@code long}
 * @param logprobs the tokens' log probabilities, or {@code null}
 * @param custom the provider's fields without a place of their own, such as
 * {@code stop_reason}
 */
public record IRChoice(int index, IRMessage message, FinishReason finishReason, @Nullable String providerFinishReason,
		@Nullable BigInteger seed, @Nullable IRLogprobs logprobs, Map<String, @Nullable Object> custom) {

	public IRChoice {
		Objects.requireNonNull(message, "message must not be null");
		Objects.requireNonNull(finishReason, "finishReason must not be null");
		providerFinishReason = Names.cut(providerFinishReason);
		custom = Copies.json(custom);
	}

	/**
	 * Create a choice without further fields.
	 * @param index the number of the choice
	 * @param message what the model said
	 * @param finishReason why it stopped
	 * @param providerFinishReason the provider's word for it, or {@code null}
	 * @param seed the seed that was used, or {@code null}
	 * @param logprobs the tokens' log probabilities, or {@code null}
	 */
	public IRChoice(int index, IRMessage message, FinishReason finishReason, @Nullable String providerFinishReason,
			@Nullable BigInteger seed, @Nullable IRLogprobs logprobs) {
		this(index, message, finishReason, providerFinishReason, seed, logprobs, Map.of());
	}

	/**
	 * A choice with nothing beside message and reason.
	 * @param index the number of the choice
	 * @param message what the model said
	 * @param finishReason why it stopped
	 */
	public IRChoice(int index, IRMessage message, FinishReason finishReason) {
		this(index, message, finishReason, null, null, null, Map.of());
	}

}
