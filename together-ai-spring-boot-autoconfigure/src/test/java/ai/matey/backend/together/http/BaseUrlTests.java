package ai.matey.backend.together.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where paths are appended to.
 */
class BaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api.together.ai,          https://api.together.ai/v1",
			"https://api.together.ai/,              https://api.together.ai/v1",
			"https://api.together.ai//,             https://api.together.ai/v1",
			"https://api.together.ai/v1,            https://api.together.ai/v1",
			"https://api.together.ai/v1/,           https://api.together.ai/v1",
			"http://localhost:8000/api/v3,          http://localhost:8000/api/v3",
			"http://localhost:8000/api/v3/,         http://localhost:8000/api/v3",
			"http://localhost:8000/together,        http://localhost:8000/together",
			"http://localhost:8000/together/v1,     http://localhost:8000/together/v1",
			"' http://[::1]:8000 ',                 http://[::1]:8000/v1" })
	void v1IsAppendedWhereThereIsNoPath(String written, String normalised) {
		assertThat(BaseUrl.normalise(written)).isEqualTo(normalised);
	}

}
