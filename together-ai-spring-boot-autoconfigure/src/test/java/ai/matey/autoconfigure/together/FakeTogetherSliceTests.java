package ai.matey.autoconfigure.together;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link AutoConfigureFakeTogether} in a context without auto-configuration, as test
 * slices are: it brings the clients, and each of them asks the fake server.
 */
@SpringJUnitConfig
@AutoConfigureFakeTogether(anyModel = true)
@TestPropertySource(properties = { "together.api-key=real-key", "together.base-url=https://real.example.org",
		"together.default-model=some/model", "together.clients.fast.base-url=https://fast.example.org/v1",
		"together.clients.fast.api-key=real-fast-key", "together.clients.file.api-key-file=/no/such/file",
		"together.clients.file.base-url=https://file.example.org",
		"together.clients[Odd.Name].base-url=https://odd.org",
		"together.clients.supplied.base-url=https://supplied.example.org" })
class FakeTogetherSliceTests {

	@Autowired
	private FakeTogether fake;

	@Test
	void theDefaultClientAsksTheFake(@Autowired Bridge bridge) {
		assertAsksTheFake(bridge, "fake-key");
	}

	@Test
	void aNamedClientAsksTheFake(@Autowired @Qualifier("fast") Bridge bridge) {
		assertAsksTheFake(bridge, "fake-key");
	}

	@Test
	void aClientWithAKeyFileAsksTheFake(@Autowired @Qualifier("file") Bridge bridge) {
		assertAsksTheFake(bridge, "fake-key");
	}

	@Test
	void aClientWithAnOddNameAsksTheFake(@Autowired @Qualifier("Odd.Name") Bridge bridge) {
		assertAsksTheFake(bridge, "fake-key");
	}

	@Test
	void aSupplierOfKeysIsAsked(@Autowired @Qualifier("supplied") Bridge bridge) {
		assertAsksTheFake(bridge, "from-supplier");
	}

	private void assertAsksTheFake(Bridge bridge, String key) {
		assertThat(((TogetherAIBackendAdapter) bridge.backend()).server().getPort()).isEqualTo(this.fake.port());
		bridge.chat(IRChatRequest.of("Hello!")).block(TestContexts.TIMEOUT);
		assertThat(this.fake.requests()).singleElement()
			.satisfies((request) -> assertThat(request.header("authorization")).isEqualTo("Bearer " + key));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		@Qualifier("supplied")
		TogetherApiKeySupplier supplier() {
			return () -> Mono.just("from-supplier");
		}

	}

}
