package ai.matey.observation.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.SafeText;

/**
 * A failed call or attempt, which contains identifiers only and no text of the request,
 * the response or the error.
 *
 * @param time when it failed
 * @param operation the operation
 * @param model the requested model, or {@code null}
 * @param type the simple class name of the exception
 * @param code the error code
 * @param status the HTTP status, or {@code null} if there was no response
 * @param requestId the request id assigned by the provider, or {@code null}
 * @since 0.1.0
 */
public record CallFailure(Instant time, BackendCall.Operation operation, @Nullable String model, String type,
		ErrorCode code, @Nullable Integer status, @Nullable String requestId) {

	static CallFailure of(BackendCall call, AdapterException failure, Instant time) {
		return new CallFailure(time, call.operation(), SafeText.name(call.model()), failure.getClass().getSimpleName(),
				failure.code(), failure.status(), SafeText.name(failure.requestId()));
	}

}
