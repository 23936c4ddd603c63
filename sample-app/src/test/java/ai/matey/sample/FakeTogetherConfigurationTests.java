package ai.matey.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the fake service runs.
 */
class FakeTogetherConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(FakeTogetherConfiguration.class);

	@Test
	void runsWhenNothingIsNamed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(FakeTogether.class));
	}

	@Test
	void runsWhenSettingsAreEmpty() {
		this.runner.withPropertyValues("together.api-key=", "together.base-url= ")
			.run((context) -> assertThat(context).hasSingleBean(FakeTogether.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "together.api-key=key", "together.base-url=http://localhost:1",
			"together.api-key-file=/run/secrets/key" })
	void staysAwayWhenSomethingIsNamed(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(FakeTogether.class));
	}

}
