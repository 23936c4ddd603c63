package ai.matey.autoconfigure.together;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootVersion;

import ai.matey.backend.together.settings.TogetherConfigurationException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Which versions of Spring Boot will do.
 */
class BootVersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "4.0.0", "4.0.9", "3.5.7", "4.0.0-RC1", "4.0" })
	void olderOnesFailClearly(String version) {
		assertThatExceptionOfType(TogetherConfigurationException.class).isThrownBy(() -> BootVersion.require(version))
			.withMessageContaining("requires version 4.1 or later")
			.withMessageContaining(version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4.1.0", "4.1.0-M1", "4.2.0", "4.10.0", "5.0.0", "unknown", "" })
	void othersDoNot(String version) {
		assertThatNoException().isThrownBy(() -> BootVersion.require(version));
	}

	@Test
	void theOneOfTheBuildDoes() {
		assertThatNoException().isThrownBy(() -> BootVersion.require(SpringBootVersion.getVersion()));
		assertThatNoException().isThrownBy(() -> BootVersion.require(null));
	}

}
