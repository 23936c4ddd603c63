package ai.matey.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What was sent and received for a response.
 */
@PageTest
class PageExchangeTests {

	private final FakeTogether fake;

	private final Browser browser;

	PageExchangeTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@Test
	void showsTheRequestsOfItsResponseOnly() {
		this.fake.enqueue(Reply.text("First response"));
		ask("First question");
		ask("Which orders does Grace have?");
		this.browser.all(".exchanges summary").get(1).click();
		this.browser.until(() -> (this.browser.all(".exchange").size() == 2) ? true : null);
		assertThat(this.browser.text(".exchange p")).contains("POST /v1/chat/completions · 200 · complete after");
		assertThat(this.browser.text(".exchange:first-of-type pre")).contains("\"First question\"",
				"\"Which orders does Grace have?\"");
		assertThat(this.browser.text(".exchange:last-of-type pre")).contains("Compiler manual");
		this.browser.all(".exchanges summary").get(0).click();
		this.browser.until(() -> (this.browser.all(".exchange").size() == 3) ? true : null);
		assertThat(this.browser.text(".exchanges:not(:has(.exchange + .exchange)) pre")).contains("First")
			.doesNotContain("Grace");
	}

	@Test
	void failedAttemptIsShown() {
		this.fake.enqueue(Reply.status(429).error("rate_limit", "Too many"));
		ask("Hello");
		this.browser.click(".exchanges summary");
		this.browser.awaitText(".exchange p", "429");
		assertThat(this.browser.text(".exchange pre")).contains("Too many");
	}

	@Test
	void copiedCommandSendsTheSameRequest() throws Exception {
		assumeTrue(new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0, "There is no curl");
		this.fake.enqueue(Reply.text("It's"), Reply.text("Again"));
		ask("It's \"quoted\" $HOME `id` \\ 100% ☺");
		String command = copied("Copy as curl");
		assertThat(command).startsWith("curl -N 'http://localhost:").contains("Bearer $TOGETHER_API_KEY");
		ProcessBuilder curl = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
		curl.environment().put("TOGETHER_API_KEY", "own-key");
		Process process = curl.start();
		assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("Again");
		List<RecordedRequest> requests = this.fake.requests()
			.stream()
			.filter((request) -> request.path().endsWith("/chat/completions"))
			.toList();
		assertThat(requests).hasSize(2);
		assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
		assertThat(requests.get(1).header("authorization")).isEqualTo("Bearer own-key");
	}

	/**
	 * A terminal takes the first of them for a key, which erases the quote before it.
	 */
	@Test
	void copiedCommandHasNoInvisibleCharacters() {
		this.fake.enqueue(Reply.text("Hello"));
		this.browser.script(
				"document.getElementById('prompt').value = arguments[0];"
						+ "document.getElementById('form').requestSubmit()",
				"It's\u007f; \u202eid \u0085 \udb40\udc01 ☺");
		this.browser.awaitResponse();
		assertThat(copied("Copy as curl")).contains("It'\\''s\\u007f; \\u202eid \\u0085 \\udb40\\udc01 ☺");
	}

	@Test
	void copiedScriptIsThatOfTheExchange() {
		this.fake.enqueue(Reply.text("Word for word"));
		ask("Hello");
		assertThat(copied("Copy as FakeTogether script"))
			.startsWith("fake.onPath(\"/v1/chat/completions\").reply(Reply.stream()")
			.contains("Word", ".event(\"[DONE]\"));");
	}

	@Test
	void exchangesThatAreGoneAreNoFailure() throws Exception {
		this.fake.enqueue(Reply.text("Hello"));
		ask("Hello");
		this.browser.script("return fetch('actuator/togetherexchanges', { method: 'DELETE' }).then((r) => r.status)");
		this.browser.click(".exchanges summary");
		this.browser.awaitText(".exchanges", "does not keep it any more");
	}

	private String copied(String button) {
		this.browser.click(".exchanges summary");
		this.browser.clickText(".exchange button", button);
		this.browser.awaitText(".exchange button", "Copied");
		// As a user would see what the clipboard has
		this.browser.find("#system-box summary").click();
		this.browser.await("#system").sendKeys(Keys.chord(Keys.CONTROL, "v"));
		return this.browser.until(() -> {
			String pasted = String.valueOf(this.browser.script("return document.getElementById('system').value"));
			return pasted.isEmpty() ? null : pasted;
		});
	}

	private void ask(String text) {
		this.browser.ask(text);
		this.browser.awaitResponse();
	}

}
