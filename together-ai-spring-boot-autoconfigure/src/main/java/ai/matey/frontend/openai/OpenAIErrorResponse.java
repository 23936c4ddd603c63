package ai.matey.frontend.openai;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.OpenAIError;

/**
 * The error response of a server that uses OpenAI's format.
 *
 * @param status the HTTP status
 * @param retryAfter the value of the {@code retry-after} header in seconds, or
 * {@code null} for none
 * @param body the body; in a stream that has started, the data of its last event
 * @since 0.1.0
 */
public record OpenAIErrorResponse(int status, @Nullable Long retryAfter, OpenAIError body) {

}
