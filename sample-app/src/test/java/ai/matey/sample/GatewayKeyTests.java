package ai.matey.sample;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway with a key serves who knows it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.gateway.api-key= the-key-of-a-test ")
@AutoConfigureFakeTogether
@ExtendWith(OutputCaptureExtension.class)
class GatewayKeyTests {

	private static final String KEY = "the-key-of-a-test";

	private final FakeTogether fake;

	private final Gateway gateway;

	private final int port;

	GatewayKeyTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
		this.gateway = new Gateway(port);
	}

	/**
	 * Also what is added later.
	 */
	@Test
	void everyMappingButHealthAndInfoAsksForTheKey(@Autowired ApplicationContext context) throws Exception {
		Set<String> open = new TreeSet<>();
		Set<RequestMappingInfo> mappings = context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
			.values()
			.stream()
			.flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream())
			.collect(Collectors.toSet());
		assertThat(mappings).hasSizeGreaterThan(12);
		for (RequestMappingInfo mapping : mappings) {
			String path = mapping.getPatternsCondition().getPatterns().iterator().next().getPatternString();
			String method = mapping.getMethodsCondition().getMethods().iterator().next().name();
			HttpResponse<String> response = this.gateway
				.send(this.gateway.request(path.replaceAll("\\{\\*?(\\w+)}", "$1").replace("/*", "/x"))
					.method(method, BodyPublishers.noBody())
					.build());
			if (response.statusCode() == 401) {
				assertRefusal(response);
			}
			else {
				open.add(path);
			}
		}
		assertThat(open).containsExactly("/actuator/health", "/actuator/health/{*path}", "/actuator/info");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void pageIsOpenSoThatItCanAskForTheKey() throws Exception {
		for (String path : new String[] { "/", "/app.js", "/style.css", "/favicon.svg" }) {
			assertThat(this.gateway.get(path).statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer", "Bearer ", "Bearer wrong", "Bearer the-key-of-a-tes",
			"Bearer the-key-of-a-test2", "Bearer THE-KEY-OF-A-TEST", "Basic the-key-of-a-test", "the-key-of-a-test",
			"Bearer, the-key-of-a-test" })
	void wrongKeyIsRefused(String credentials) throws Exception {
		for (String body : new String[] { Gateway.HELLO, Gateway.HELLO_STREAM, "{" }) {
			assertRefusal(this.gateway.post("/v1/chat/completions", body, "content-type", "application/json",
					"authorization", credentials));
		}
		assertRefusal(this.gateway.get("/v1/models", "authorization", credentials));
		assertThat(this.fake.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer the-key-of-a-test", "bearer the-key-of-a-test", "BEARER  the-key-of-a-test" })
	void rightKeyIsServed(String credentials) throws Exception {
		assertThat(this.gateway
			.post("/v1/chat/completions", Gateway.HELLO, "content-type", "application/json", "authorization",
					credentials)
			.statusCode()).isEqualTo(200);
		assertThat(this.fake.requests().get(0).header("authorization")).as("it goes no further").doesNotContain(KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1;x=y/models", "/%76%31/models", "//v1/models", "/v1/models/", "/v1//models",
			"/v1/./models", "/x/../v1/models", "/V1/models", "/v1/%6dodels", "/v1%2Fmodels", "/v1/models?x",
			"http://localhost/v1/models", "/actuator/info/../together", "/actuator/health/../together",
			"/actuator/info;/together", "/actuator/health/%2e%2e/together" })
	void anotherSpellingIsNoWayAround(String path) throws Exception {
		try (RawConnection connection = new RawConnection(this.port)) {
			String response = connection
				.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
				.readAll();
			assertThat(response).doesNotStartWith("HTTP/1.1 2");
		}
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void keyDoesNotLetForeignPagesIn() throws Exception {
		HttpResponse<String> response = this.gateway.get("/v1/models", "authorization", "Bearer " + KEY, "origin",
				"http://evil.example");
		assertThat(response.statusCode()).isEqualTo(403);
	}

	@Test
	void keyIsShownNowhere(@Autowired GatewayProperties properties, CapturedOutput output) throws Exception {
		assertThat(properties).asString().doesNotContain(KEY);
		assertThat(this.gateway.get("/v1/models", "authorization", "Bearer " + KEY + "x").body()).doesNotContain(KEY);
		assertThat(this.gateway.get("/actuator/together", "authorization", "Bearer " + KEY).body()).doesNotContain(KEY);
		assertThat(output).doesNotContain(KEY);
	}

	private static void assertRefusal(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"gateway\"");
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(response.headers().firstValue("content-security-policy")).isPresent();
		JsonNode error = Gateway.error(response);
		assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
		assertThat(error.path("code").stringValue()).isEqualTo("invalid_api_key");
		assertThat(error.path("message").stringValue()).contains("Authorization: Bearer").doesNotContain(KEY);
	}

}
