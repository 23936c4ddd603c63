package ai.matey.sample;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of a gateway that has a key.
 */
@PageTest
@TestPropertySource(properties = "sample.gateway.api-key=open-sesame")
class PageKeyTests {

	private final FakeTogether fake;

	private final Browser browser;

	PageKeyTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@Test
	void asksForTheKeyUntilItIsRight() {
		enter("wrong");
		this.browser.awaitText("#wrong-key:not([hidden])", "That is not the key.");
		this.browser.press("guess");
		assertThat(this.browser.find("#key").getDomProperty("value")).isEqualTo("guess");
		this.browser.find("#key").clear();
		enter("open-sesame");
		this.browser.until(() -> this.browser.find("#gateway-key").isDisplayed() ? null : true);
		this.fake.enqueue(Reply.text("Welcome."));
		this.browser.ask("Hello!");
		this.browser.awaitText(".assistant .markdown", "Welcome.");
		this.browser.awaitResponse();
		assertThat(this.fake.requests())
			.allSatisfy((request) -> assertThat(request.header("authorization")).doesNotContain("sesame"));
		assertThat(this.browser.text("body")).doesNotContain("sesame");
		assertThat(this.browser.script("return JSON.stringify(localStorage)")).asString().doesNotContain("sesame");
	}

	private void enter(String key) {
		this.browser.await("#gateway-key");
		this.browser.find("#key").sendKeys(key);
		this.browser.click("#gateway-key button");
		this.browser.until(() -> this.browser.find("#key").getDomProperty("value").isEmpty() ? true : null);
		this.browser.await("#model:enabled");
	}

}
