package ai.matey.sample;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cache of the sample, which one property turns on.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "together.cache.enabled=true")
@AutoConfigureFakeTogether
class ResponseCacheTests {

	private final FakeTogether fake;

	private final Gateway gateway;

	private final CacheManager caches;

	ResponseCacheTests(@Autowired FakeTogether fake, @Autowired CacheManager caches, @LocalServerPort int port) {
		this.fake = fake;
		this.caches = caches;
		this.gateway = new Gateway(port);
	}

	@Test
	void sameQuestionIsAskedOnce() throws Exception {
		assertThat(this.caches).isInstanceOf(CaffeineCacheManager.class);
		assertThat(text()).isEqualTo(text()).isNotEmpty();
		assertThat(this.fake.requests()).hasSize(1);
	}

	private String text() throws Exception {
		JsonNode completion = Gateway.json(this.gateway.chat(Gateway.HELLO).body());
		return completion.at("/choices/0/message/content").stringValue();
	}

}
