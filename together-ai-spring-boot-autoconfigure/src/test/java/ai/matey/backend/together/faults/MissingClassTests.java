package ai.matey.backend.together.faults;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Errors that Reactor passes to nobody end a call, too.
 */
class MissingClassTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callEnds(boolean streamed) {
		try (Rig rig = Rig.setup().webClient((webClient) -> webClient.filter((request, next) -> {
			throw new NoClassDefFoundError("a/codec");
		})).start()) {
			assertThat(catchThrowable(() -> rig.text(streamed))).isInstanceOf(AdapterException.class)
				.hasRootCauseInstanceOf(NoClassDefFoundError.class);
			rig.assertClean();
			assertThat(rig.events().finished(Outcome.ERROR)).isOne();
		}
	}

}
