package ai.matey.observation.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.SafeText;

/**
 * A call or an attempt that failed: identifiers only, no text of request, answer or
 * error.
 *
 * @param time when
 * @param operation what was asked
 * @param model the model that was asked, or {@code null}
 * @param type the exception's simple class name
 * @param code what exactly went wrong
 * @param status the HTTP status, or {@code null} if there was no answer
 * @param requestId the provider's id of the request, or {@code null}
 */
public record CallFailure(Instant time, BackendCall.Operation operation, @Nullable String model, String type,
		ErrorCode code, @Nullable Integer status, @Nullable String requestId) {

	static CallFailure of(BackendCall call, AdapterException failure, Instant time) {
		return new CallFailure(time, call.operation(), SafeText.name(call.model()), failure.getClass().getSimpleName(),
				failure.code(), failure.status(), SafeText.name(failure.requestId()));
	}

}
