package ai.matey.autoconfigure.together.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Explains a setting that makes no sense.
 */
final class TogetherConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<TogetherConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TogetherConfigurationException cause) {
		return new FailureAnalysis("The property '" + cause.property() + "' is wrong: " + cause.problem(),
				cause.action(), cause);
	}

}
