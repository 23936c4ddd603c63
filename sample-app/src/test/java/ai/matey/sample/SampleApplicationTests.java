package ai.matey.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as it starts for somebody who has set nothing.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "together.api-key=", "together.base-url=" })
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private final Gateway gateway;

	SampleApplicationTests(@LocalServerPort int port) {
		this.gateway = new Gateway(port);
	}

	@Test
	void logSaysThatAnswersAreMadeUp(CapturedOutput output, @Autowired FakeTogether fake) {
		assertThat(output).contains("made up by FakeTogether at " + fake.baseUrl());
	}

	@Test
	void answersComeFromTheFakeInside() throws Exception {
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Made up by FakeTogether");
		assertThat(Gateway.json(this.gateway.get("/actuator/info").body()).at("/together/fake").booleanValue())
			.isTrue();
	}

	@Test
	void pageNeedsNothingFromElsewhere() throws Exception {
		HttpResponse<String> page = this.gateway.get("/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("content-type")).hasValue("text/html");
		assertThat(page.body()).contains("default-src 'self'").doesNotContain("http://", "https://");
		for (String file : new String[] { "answer.js", "app.js", "chat.js", "charts.js", "figures.js", "metrics.js",
				"style.css" }) {
			HttpResponse<String> response = this.gateway.get("/" + file);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "https://");
		}
	}

	@Test
	void browsersLoadAnotherBuildOfThePage() throws Exception {
		for (String file : new String[] { "/app.js", "/style.css", "/webjars/uplot/dist/uPlot.esm.js" }) {
			HttpResponse<String> response = this.gateway.get(file);
			assertThat(response.headers().firstValue("cache-control")).as(file).hasValue("no-cache");
			assertThat(response.headers().firstValue("last-modified")).as(file).isEmpty();
		}
	}

	@Test
	void failuresCanBeTried() throws Exception {
		try (Gateway.Events events = this.gateway.stream(hello("Break off in the middle."))) {
			assertThat(events.rest()).last().satisfies((last) -> assertThat(last).contains("stream_interrupted"));
		}
		assertThat(this.gateway.chat(hello("Say that you are overloaded.")).statusCode()).isEqualTo(503);
	}

	private static String hello(String text) {
		return Gateway.HELLO_STREAM.replace("Hello!", text);
	}

	@Test
	void operationsAreExposed() throws Exception {
		for (String endpoint : new String[] { "health", "info", "metrics", "prometheus" }) {
			assertThat(this.gateway.get("/actuator/" + endpoint).statusCode()).isEqualTo(200);
		}
	}

}
