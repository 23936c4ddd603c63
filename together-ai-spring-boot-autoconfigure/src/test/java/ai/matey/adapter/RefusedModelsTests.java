package ai.matey.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedModelsTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private final RefusedModels refused = new RefusedModels(Duration.ofMinutes(10), Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void refusalIsRememberedUntilTheModelAnswers() {
		this.refused.finished(call("a"), Outcome.ERROR, failure(ErrorCode.UNSUPPORTED_MODEL));
		RefusedModels.Refusal refusal = this.refused.find("a");
		assertThat(refusal).isEqualTo(new RefusedModels.Refusal("a", NOW, NOW.plusSeconds(600), 404));
		assertThat(this.refused.all()).containsExactly(refusal);
		this.refused.finished(call("a"), Outcome.SUCCESS, null);
		assertThat(this.refused.find("a")).isNull();
		assertThat(this.refused.all()).isEmpty();
	}

	@Test
	void otherFailuresAreNoRefusals() {
		this.refused.finished(call("a"), Outcome.ERROR, failure(ErrorCode.INVALID_REQUEST));
		this.refused.finished(call("a"), Outcome.CANCELLED, null);
		assertThat(this.refused.find("a")).isNull();
	}

	@Test
	void refusalIsForgottenAfterAWhile() {
		RefusedModels shortLived = new RefusedModels(Duration.ZERO, Clock.fixed(NOW, ZoneOffset.UTC));
		shortLived.refused("a", failure(ErrorCode.UNSUPPORTED_MODEL));
		assertThat(shortLived.find("a")).isNull();
		assertThat(shortLived.all()).isEmpty();
	}

	@Test
	void namesThatCallersMadeUpPushOutTheOldestOnly() {
		for (int i = 0; i <= RefusedModels.LIMIT; i++) {
			this.refused.refused("model " + i, failure(ErrorCode.UNSUPPORTED_MODEL));
		}
		assertThat(this.refused.all()).hasSize(RefusedModels.LIMIT);
		assertThat(this.refused.find("model 0")).isNull();
		assertThat(this.refused.find("model 1")).isNotNull();
	}

	private static BackendCall call(String model) {
		return BackendCall.of("default", Operation.CHAT, model);
	}

	private static ValidationException failure(ErrorCode code) {
		return new ValidationException(code, null, "No",
				new ErrorDetails("test", null, 404, null, null, null, null, null, Map.of(), null, 1), null);
	}

}
