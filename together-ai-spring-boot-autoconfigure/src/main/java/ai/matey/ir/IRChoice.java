package ai.matey.ir;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One of the choices of a response; most responses have exactly one.
 *
 * @param index the index of the choice, starting at 0
 * @param message the message of the model
 * @param finishReason the reason why the model stopped
 * @param providerFinishReason the provider's term for the reason, or {@code null} if it
 * gave none
 * @param seed the seed that was used, or {@code null}; may exceed a {@code long}
 * @param logprobs the log probabilities of the tokens, or {@code null}
 * @param custom fields of the provider that have no component here, such as
 * {@code stop_reason}
 * @since 0.1.0
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
	 * @param index the index of the choice
	 * @param message the message of the model
	 * @param finishReason the reason why the model stopped
	 * @param providerFinishReason the provider's term for the reason, or {@code null}
	 * @param seed the seed that was used, or {@code null}
	 * @param logprobs the log probabilities of the tokens, or {@code null}
	 */
	public IRChoice(int index, IRMessage message, FinishReason finishReason, @Nullable String providerFinishReason,
			@Nullable BigInteger seed, @Nullable IRLogprobs logprobs) {
		this(index, message, finishReason, providerFinishReason, seed, logprobs, Map.of());
	}

	/**
	 * Create a choice with only a message and a finish reason.
	 * @param index the index of the choice
	 * @param message the message of the model
	 * @param finishReason the reason why the model stopped
	 */
	public IRChoice(int index, IRMessage message, FinishReason finishReason) {
		this(index, message, finishReason, null, null, null, Map.of());
	}

}
