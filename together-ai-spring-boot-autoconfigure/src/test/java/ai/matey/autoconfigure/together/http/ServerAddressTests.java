package ai.matey.autoconfigure.together.http;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which servers a key is meant for.
 */
class ServerAddressTests {

	@ParameterizedTest
	@CsvSource({ ",                          https://api.together.ai/v1,             true",
			",                               https://api-inference.together.ai/v1,   true",
			"https://api.together.ai/v1,     https://api-inference.together.ai,      true",
			"https://a.example.org/one,      https://A.EXAMPLE.ORG:443/two,          true",
			"https://a.example.org,          https://b.example.org,                  false",
			"https://a.example.org,          http://a.example.org,                   false",
			"https://a.example.org,          https://a.example.org:8443,             false",
			",                               http://api-inference.together.ai/v1,    false",
			",                               https://api.together.ai:8443/v1,        false",
			",                               https://api.nottogether.ai/v1,          false",
			",                               https://together.ai.example.org/v1,     false",
			",                               https://api-together.ai/v1,             false",
			",                               https://user@api.together.ai@evil.org,  false",
			"http://one_host,                http://other_host,                      false" })
	void whichServersShareAKey(@Nullable String one, String other, boolean shared) {
		assertThat(ServerAddress.of(one).sharesKeyWith(ServerAddress.of(other))).isEqualTo(shared);
		assertThat(ServerAddress.of(other).sharesKeyWith(ServerAddress.of(one))).isEqualTo(shared);
	}

}
