package ai.matey.frontend.openai;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.OpenAIError;

/**
 * How a server that speaks OpenAI's format answers a call that failed.
 *
 * @param status the HTTP status
 * @param retryAfter value of the {@code retry-after} header in seconds, or {@code null}
 * for none
 * @param body the body; within a stream that has begun, the data of its last event
 */
public record OpenAIErrorResponse(int status, @Nullable Long retryAfter, OpenAIError body) {

}
