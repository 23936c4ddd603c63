package ai.matey.autoconfigure.together.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Failure analyzer for an invalid setting.
 */
final class TogetherConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<TogetherConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TogetherConfigurationException cause) {
		boolean property = cause.property().contains(".") && Character.isLowerCase(cause.property().charAt(0));
		String subject = property ? "The property '" + cause.property() + "' is invalid: " : cause.property() + ": ";
		return new FailureAnalysis(subject + cause.problem(), cause.action(), cause);
	}

}
