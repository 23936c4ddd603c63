package ai.matey.backend.together.http;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

import ai.matey.adapter.BackendCall;
import ai.matey.ir.IRDeadlines;

/**
 * What is sent, the same for every attempt.
 *
 * @param operation what is asked
 * @param streaming whether the answer comes chunk by chunk
 * @param model the model that is asked, or {@code null}
 * @param requestId the caller's id of the request
 * @param method the HTTP method
 * @param path the path below the base URL
 * @param body the JSON body, or {@code null}
 * @param deadlines how long the call may take
 * @param maxAttempts how many times it is sent at most, or {@code null} for the client's
 * number
 * @param prompts the texts that must not appear in messages
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProviderRequest(BackendCall.Operation operation, boolean streaming, @Nullable String model,
		String requestId, HttpMethod method, String path, byte @Nullable [] body, IRDeadlines deadlines,
		@Nullable Integer maxAttempts, Supplier<List<String>> prompts) {

	@Override
	public String toString() {
		return this.method + " " + this.path + " for " + this.model;
	}

}
