package ai.matey.autoconfigure.together.middleware;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.AIModel;
import ai.matey.autoconfigure.together.middleware.ModelProblem.Kind;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ModelMonitorTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private final ModelMonitor monitor = new ModelMonitor((client) -> List.of("a", "b"),
			Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void configuredModelsThatAreNotListedAreToldOnce(CapturedOutput output) {
		this.monitor.modelsListed("default", List.of(model("a"), model("x")));
		this.monitor.modelsListed("default", List.of(model("a")));
		assertThat(this.monitor.problems("default")).containsExactly(new ModelProblem("b", Kind.NOT_LISTED, NOW));
		assertThat(this.monitor.problems("other")).isEmpty();
		assertThat(output.toString().split("is not in the provider's list", -1)).hasSize(2);
	}

	@Test
	void listedModelIsNoProblemAnyMore() {
		this.monitor.modelsListed("default", List.of(model("a")));
		this.monitor.modelsListed("default", List.of(model("a"), model("b")));
		assertThat(this.monitor.problems("default")).isEmpty();
	}

	@Test
	void modelThatAnswersIsNoProblemThoughItIsNotListed() {
		this.monitor.finished(call("b"), Outcome.SUCCESS, null);
		this.monitor.modelsListed("default", List.of(model("a")));
		assertThat(this.monitor.problems("default")).isEmpty();
	}

	@Test
	void refusedModelIsToldOnceAndRemainsAProblemThoughItIsListed(CapturedOutput output) {
		this.monitor.finished(call("a"), Outcome.ERROR, refusal());
		this.monitor.finished(call("a"), Outcome.ERROR, refusal());
		this.monitor.modelsListed("default", List.of(model("a"), model("b")));
		assertThat(this.monitor.problems("default")).containsExactly(new ModelProblem("a", Kind.REFUSED, NOW));
		assertThat(output.toString().split("refused the model", -1)).hasSize(2);
		this.monitor.finished(call("a"), Outcome.SUCCESS, null);
		assertThat(this.monitor.problems("default")).isEmpty();
	}

	@Test
	void namesThatCallersMadeUpAreNotKept(CapturedOutput output) {
		this.monitor.finished(call("made up"), Outcome.ERROR, refusal());
		assertThat(this.monitor.problems("default")).isEmpty();
		assertThat(output.toString()).doesNotContain("made up");
	}

	private static BackendCall call(String model) {
		return BackendCall.of("default", Operation.CHAT, model);
	}

	private static ValidationException refusal() {
		return new ValidationException(ErrorCode.UNSUPPORTED_MODEL, null, "No", ErrorDetails.of("test", null), null);
	}

	private static AIModel model(String id) {
		return new AIModel(id, id, "chat", null, null, null, Set.of(), null, Map.of());
	}

}
