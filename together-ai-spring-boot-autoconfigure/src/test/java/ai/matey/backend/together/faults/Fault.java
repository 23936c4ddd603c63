package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.web.util.DisconnectedClientHelper;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.StreamException;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * One row: a misbehaviour and what a call has to make of it.
 */
final class Fault {

	private final String name;

	private final Consumer<FakeTogether> script;

	private Set<Boolean> kinds = Set.of(false, true);

	private Consumer<Rig.Setup> setup = (setup) -> {
	};

	private String text;

	private Class<? extends AdapterException> type;

	private ErrorCode code;

	private boolean retryable;

	private int attempts = 1;

	private String[] says = {};

	private Consumer<AdapterException> more = (failure) -> {
	};

	private String partial;

	private Fault(String name, Consumer<FakeTogether> script) {
		this.name = name;
		this.script = script;
	}

	/** The server does this whenever it is asked. */
	static Fault always(String name, Reply reply) {
		return new Fault(name, (server) -> server.when((request) -> true).always(reply));
	}

	/** The server does this in turn. */
	static Fault inTurn(String name, Reply... replies) {
		return new Fault(name, (server) -> server.enqueue(replies));
	}

	Fault plainOnly() {
		this.kinds = Set.of(false);
		return this;
	}

	Fault streamOnly() {
		this.kinds = Set.of(true);
		return this;
	}

	Fault with(Consumer<Rig.Setup> setup) {
		this.setup = setup;
		return this;
	}

	/** Stalls are found soon; everything else has time. */
	Fault impatient() {
		Duration soon = Duration.ofMillis(700);
		return with((setup) -> setup.deadlines(Rig.LONG.withFirstToken(soon).withIdle(soon).withResponse(soon)));
	}

	Fault answers(String text) {
		this.text = text;
		return this;
	}

	Fault fails(Class<? extends AdapterException> type, ErrorCode code) {
		this.type = type;
		this.code = code;
		return this;
	}

	Fault retryable() {
		this.retryable = true;
		return this;
	}

	Fault attempts(int attempts) {
		this.attempts = attempts;
		return this;
	}

	Fault says(String... says) {
		this.says = says;
		return this;
	}

	Fault partial(String partial) {
		this.partial = partial;
		return this;
	}

	Fault and(Consumer<AdapterException> more) {
		this.more = more;
		return this;
	}

	Set<Boolean> kinds() {
		return this.kinds;
	}

	void run(Rig.Setup setup, boolean streamed) {
		this.setup.accept(setup);
		try (Rig rig = setup.start()) {
			rig.server().reset();
			this.script.accept(rig.server());
			if (this.type == null) {
				assertThat(rig.text(streamed)).isEqualTo(this.text);
			}
			else {
				check(catchThrowable(() -> rig.text(streamed)));
			}
			assertThat(rig.server().requests()).as("attempts").hasSize(this.attempts);
			assertThat(rig.server().requests().stream().map((request) -> request.body()).distinct().count())
				.as("different bodies")
				.isLessThanOrEqualTo(1);
			rig.assertClean();
		}
	}

	private void check(Throwable thrown) {
		assertThat(thrown).isExactlyInstanceOf(this.type);
		AdapterException failure = (AdapterException) thrown;
		assertThat(failure.code()).isEqualTo(this.code);
		assertThat(failure.isRetryable()).as("retryable").isEqualTo(this.retryable);
		assertThat(failure.getMessage()).contains(Rig.MODEL).doesNotContain("Exception");
		for (String words : this.says) {
			assertThat(failure.getMessage()).contains(words);
		}
		assertThat(failure.toString() + failure.details()).doesNotContain(Rig.KEY, Rig.PROMPT);
		// Otherwise, a web application would end its own response as if it were complete
		assertThat(DisconnectedClientHelper.isClientDisconnectedException(failure)).as("blames the browser").isFalse();
		if (this.partial != null) {
			assertThat(((StreamException) failure).partialResponse().text()).isEqualTo(this.partial);
		}
		this.more.accept(failure);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
