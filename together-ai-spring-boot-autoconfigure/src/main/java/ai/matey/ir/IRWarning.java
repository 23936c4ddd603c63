package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something that a caller should know although the call went on: a parameter that was
 * changed or could not be sent, or a remark of the provider.
 *
 * @param category what kind of thing happened
 * @param message what happened, made for a person; free of prompts
 * @param field the field that it concerns, or {@code null}
 * @param source who noticed it: the name of an adapter or {@code provider}
 */
public record IRWarning(Category category, String message, @Nullable String field, String source) {

	public IRWarning {
		Objects.requireNonNull(category, "category must not be null");
		Objects.requireNonNull(message, "message must not be null");
		Objects.requireNonNull(source, "source must not be null");
	}

	/**
	 * What kind of thing happened.
	 */
	public enum Category {

		/** A value was sent in another form with the same meaning. */
		PARAMETER_NORMALIZED,

		/** A value was sent smaller or larger than asked. */
		PARAMETER_CLAMPED,

		/** A value was not sent. */
		PARAMETER_UNSUPPORTED,

		/** A content part was sent in another form. */
		CONTENT_CHANGED,

		/** Another model answered than was asked. */
		MODEL_SUBSTITUTED,

		/** The answer lacks something that it should have. */
		ANSWER_INCOMPLETE,

		/** Data is older than wished because its refresh failed. */
		STALE,

		/** The provider's own remark. */
		PROVIDER

	}

}
