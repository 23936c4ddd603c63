package ai.matey.backend.together.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.DeadlineErrors;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;

/**
 * Creates the errors of a call that do not come from a response.
 */
final class CallErrors {

	private final BackendCall call;

	private final Redaction redaction;

	private final @Nullable TogetherProxy proxy;

	CallErrors(BackendCall call, ProviderRequest request, @Nullable TogetherProxy proxy) {
		this.call = call;
		this.redaction = new Redaction(request.prompts());
		this.proxy = proxy;
	}

	/**
	 * Return the error of a call whose client has been closed.
	 * @param attempts how many attempts were made
	 * @param grace how long running calls had to finish
	 * @return the error
	 */
	AdapterException closed(int attempts, Duration grace) {
		Attempt attempt = attempt(attempts);
		String how = (attempts == 0) ? "accepts no more calls" : "was closed; the call for " + attempt.subject()
				+ " had together.shutdown-grace (" + grace + ") to finish";
		return new NetworkException(ErrorCode.CLIENT_CLOSED, false,
				"The Together AI client '" + this.call.client() + "' " + how + ".", attempt.details(), null);
	}

	/**
	 * Return the error of a deadline.
	 * @param attempts how many attempts were made
	 * @param passed the deadline
	 * @return the error
	 */
	AdapterException exceeded(int attempts, CallDeadlines.Passed passed) {
		Attempt attempt = attempt(attempts);
		String property = passed.deadline().property();
		if (passed.unread()) {
			return DeadlineErrors.unread(attempt, property, passed.limit());
		}
		return (passed.deadline() == CallDeadlines.Deadline.CONNECT) ? TransportErrors.connectTimeout(attempt, null)
				: DeadlineErrors.exceeded(attempt, property, passed.limit());
	}

	/**
	 * Return the error of a deadline that passed while an attempt waited for its turn.
	 * @param attempts how many attempts were sent
	 * @param passed the deadline
	 * @return the error
	 */
	AdapterException waiting(int attempts, CallDeadlines.Passed passed) {
		return DeadlineErrors.waiting(attempt(attempts), passed.deadline().property(), passed.limit());
	}

	/**
	 * Return the error of a call that failed unexpectedly.
	 * @param attempts how many attempts were made
	 * @param failure the failure
	 * @return the error
	 */
	AdapterException unexpected(int attempts, Throwable failure) {
		Attempt attempt = attempt(attempts);
		return (failure instanceof VirtualMachineError)
				? new AdapterConversionException("The call for " + attempt.subject()
						+ " was aborted: the application failed with " + failure.getClass().getSimpleName() + ".",
						attempt.details(), failure)
				: TransportErrors.map(attempt, failure);
	}

	private Attempt attempt(int attempts) {
		return new Attempt(this.call, attempts, this.redaction, this.proxy);
	}

}
