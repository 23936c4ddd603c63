package ai.matey.sample;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of other sites cannot use the gateway through a browser.
 */
@GatewayTest
class BrowserGuardTests {

	private static final Path STATIC = Path.of("src/main/resources/static");

	private final FakeTogether fake;

	private final int port;

	private final Gateway gateway;

	BrowserGuardTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
		this.gateway = new Gateway(port);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "evil.example", "evil.example:8080", "localhost.evil.example", "[evil]", "127.0.0.1.evil", "" })
	void isNotServedUnderAForeignName(String host) throws Exception {
		for (String request : new String[] { "GET /v1/models", "POST /actuator/together", "GET /" }) {
			assertThat(answer(request, host)).startsWith("HTTP/1.1 4").doesNotContain("200 OK");
		}
		assertThat(this.fake.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:80", "192.168.1.5:8080", "[::1]:8080" })
	void isServedUnderItsOwnNameAndUnderAddresses(String host) throws Exception {
		assertThat(answer("GET /v1/models", host)).startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "https://evil.example", "null", "http://localhost:1", "rubbish" })
	void isNotCalledByForeignPages(String origin) throws Exception {
		for (int i = 0; i < 3; i++) {
			HttpResponse<String> refresh = this.gateway.post("/actuator/together", "", "content-type",
					"application/json", "origin", origin);
			assertThat(refresh.statusCode()).isEqualTo(403);
			HttpResponse<String> chat = this.gateway.post("/v1/chat/completions", Gateway.HELLO, "content-type",
					"application/json", "origin", origin);
			assertThat(chat.statusCode()).isEqualTo(403);
			assertThat(Gateway.error(chat).path("code").stringValue()).isEqualTo("forbidden");
		}
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void imagesAndScriptsOfForeignPagesCauseNoCalls() throws Exception {
		assertThat(this.gateway.get("/v1/models", "sec-fetch-site", "cross-site", "sec-fetch-mode", "no-cors")
			.statusCode()).isEqualTo(403);
		assertThat(this.gateway.get("/", "sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate").statusCode())
			.as("a link")
			.isEqualTo(200);
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void pagesOfOtherPortsCauseNoCalls() throws Exception {
		assertThat(
				this.gateway.get("/v1/models", "sec-fetch-site", "same-site", "sec-fetch-mode", "no-cors").statusCode())
			.isEqualTo(403);
		assertThat(this.fake.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/chat/completions", "/v1/models", "/chat/runs", "/actuator/together", "/" })
	void noPageIsAllowedToReadAcrossOrigins(String path) throws Exception {
		HttpResponse<String> preflight = this.gateway
			.send(this.gateway.request(path, "origin", "http://localhost:3000", "access-control-request-method", "POST")
				.method("OPTIONS", BodyPublishers.noBody())
				.build());
		assertThat(preflight.statusCode()).isEqualTo(403);
		for (HttpResponse<String> response : List.of(preflight,
				this.gateway.get(path, "origin", "http://localhost:3000"),
				this.gateway.get(path, "origin", "http://localhost:" + this.port), this.gateway.get(path))) {
			assertThat(response.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-"));
		}
	}

	@Test
	void isCalledByItsOwnPage() throws Exception {
		assertThat(this.gateway
			.post("/v1/chat/completions", Gateway.HELLO, "content-type", "application/json", "origin",
					"http://localhost:" + this.port, "sec-fetch-site", "same-origin")
			.statusCode()).isEqualTo(200);
	}

	@Test
	void eachResponseTellsBrowsersToBeCareful() throws Exception {
		for (HttpResponse<String> response : List.of(this.gateway.get("/"), this.gateway.get("/v1/models"),
				this.gateway.get("/nope"), this.gateway.chat("{"), this.gateway.chat(Gateway.HELLO_STREAM),
				this.gateway.get("/v1/models", "origin", "http://evil.example"),
				this.gateway.get("/app.js", "if-modified-since", "Fri, 31 Dec 2100 23:59:59 GMT"),
				this.gateway.get("/actuator/health"))) {
			assertCareful(response);
		}
	}

	@Test
	void eachFileOfThePageTellsBrowsersToBeCareful() throws Exception {
		List<Path> files;
		try (Stream<Path> all = Files.walk(STATIC)) {
			files = all.filter(Files::isRegularFile).toList();
		}
		assertThat(files).hasSizeGreaterThan(5);
		for (Path file : files) {
			HttpResponse<String> response = this.gateway.get("/" + STATIC.relativize(file));
			assertThat(response.statusCode()).isEqualTo(200);
			assertCareful(response);
		}
	}

	private static void assertCareful(HttpResponse<String> response) {
		HttpHeaders headers = response.headers();
		assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
		assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
		assertThat(headers.firstValue("x-frame-options")).hasValue("DENY");
		assertThat(headers.firstValue("cross-origin-resource-policy")).hasValue("same-origin");
		assertThat(headers.allValues("content-security-policy")).singleElement(InstanceOfAssertFactories.STRING)
			.contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
			.doesNotContain("unsafe");
	}

	private String answer(String request, String host) throws Exception {
		try (RawConnection connection = new RawConnection(this.port)) {
			return connection
				.send(request + " HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n"
						+ (request.startsWith("POST") ? "content-length: 0\r\ncontent-type: application/json\r\n" : "")
						+ "\r\n")
				.readAll();
		}
	}

}
