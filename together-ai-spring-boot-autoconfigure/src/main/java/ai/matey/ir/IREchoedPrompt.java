package ai.matey.ir;

import org.jspecify.annotations.Nullable;

/**
 * The prompt as the model saw it, when {@link IRParameters#echo()} was set.
 *
 * @param text the prompt, or {@code null}
 * @param logprobs the log probabilities of its tokens, or {@code null}
 * @since 0.1.0
 */
public record IREchoedPrompt(@Nullable String text, @Nullable IRLogprobs logprobs) {

	@Override
	public String toString() {
		return "IREchoedPrompt[" + ((this.text != null) ? this.text.length() : 0) + " chars]";
	}

}
