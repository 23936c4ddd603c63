package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A warning about a call that was nevertheless made, such as a parameter that was changed
 * or could not be sent, or a remark of the provider.
 *
 * @param category the category of the warning
 * @param message a message for people, which contains no prompt
 * @param field the field that it concerns, or {@code null}
 * @param source the source of the warning: the name of an adapter or {@code provider}
 * @since 0.1.0
 */
public record IRWarning(Category category, String message, @Nullable String field, String source) {

	public IRWarning {
		Objects.requireNonNull(category, "category must not be null");
		Objects.requireNonNull(message, "message must not be null");
		Objects.requireNonNull(source, "source must not be null");
	}

	/**
	 * The category of a warning.
	 */
	public enum Category {

		/** A value was sent in an equivalent form. */
		PARAMETER_NORMALIZED,

		/** A value was reduced or increased to fit a limit. */
		PARAMETER_CLAMPED,

		/** A value was not sent. */
		PARAMETER_UNSUPPORTED,

		/** A content part was sent in another form. */
		CONTENT_CHANGED,

		/** Another model than the requested one responded. */
		MODEL_SUBSTITUTED,

		/** The response lacks something that was expected. */
		RESPONSE_INCOMPLETE,

		/** Data is stale because its refresh failed. */
		STALE,

		/** A remark of the provider. */
		PROVIDER

	}

}
