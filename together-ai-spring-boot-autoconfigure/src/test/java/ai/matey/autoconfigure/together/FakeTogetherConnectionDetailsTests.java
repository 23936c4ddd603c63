package ai.matey.autoconfigure.together;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link AutoConfigureFakeTogether} in an application that has connection details of its
 * own: no test reaches the real host with the real key.
 */
class FakeTogetherConnectionDetailsTests {

	@Nested
	@SpringJUnitConfig
	@AutoConfigureFakeTogether(anyModel = true)
	@TestPropertySource(
			properties = { "together.default-model=some/model", "together.clients.fast.default-model=some/model" })
	class OfARecord {

		@Test
		void eachClientAsksTheFake(@Autowired FakeTogether fake, @Autowired Bridge bridge,
				@Autowired @Qualifier("fast") Bridge fast) {
			assertAskTheFake(fake, bridge, fast);
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			TogetherConnectionDetails details() {
				return new Details("https://real.example.org/v1", "real-key");
			}

		}

	}

	@Nested
	@SpringJUnitConfig
	@AutoConfigureFakeTogether(apiKey = "test-key", anyModel = true)
	@TestPropertySource(
			properties = { "together.default-model=some/model", "together.clients.fast.default-model=some/model" })
	class OfAClassThatIsInjected {

		@Test
		void eachClientAsksTheFake(@Autowired FakeTogether fake, @Autowired Bridge bridge,
				@Autowired @Qualifier("fast") Bridge fast, @Autowired Vault vault) {
			assertAskTheFake(fake, bridge, fast);
			assertThat(vault.region()).as("the rest stays as it is").isEqualTo("north");
			assertThat(fake.requests())
				.allSatisfy((request) -> assertThat(request.header("authorization")).isEqualTo("Bearer test-key"));
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			Vault vault() {
				return new Vault("north");
			}

		}

	}

	private static void assertAskTheFake(FakeTogether fake, Bridge... bridges) {
		for (Bridge bridge : List.of(bridges)) {
			assertThat(((TogetherAIBackendAdapter) bridge.backend()).server().getPort()).isEqualTo(fake.port());
			bridge.chat(IRChatRequest.of("Hello!")).block(TestContexts.TIMEOUT);
		}
		assertThat(fake.requests()).hasSize(bridges.length)
			.noneSatisfy((request) -> assertThat(request.header("authorization")).contains("real"));
	}

	record Details(String baseUrl, String apiKey) implements TogetherConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public String getApiKey() {
			return this.apiKey;
		}

		@Override
		public TogetherConnectionDetails forClient(String name) {
			return new Details("https://" + name + ".example.org/v1", "real-key-of-" + name);
		}

	}

	static class Vault implements TogetherConnectionDetails {

		private final String region;

		Vault(String region) {
			this.region = region;
		}

		String region() {
			return this.region;
		}

		@Override
		public @Nullable String getBaseUrl() {
			return null;
		}

		@Override
		public @Nullable String getApiKey() {
			return null;
		}

		@Override
		public Path getApiKeyFile() {
			return Path.of("/no/such/file");
		}

	}

}
