package ai.matey.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations that the browser keeps.
 */
@PageTest
class PageConversationTests {

	private final FakeTogether fake;

	private final Browser browser;

	PageConversationTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@Test
	void conversationSurvivesAReloadAndGoesOn() {
		this.fake.enqueue(Reply.text("**Blue**, I think.").reasoning("Thoughts"));
		ask("Why is the sky blue?");
		this.browser.reload();
		this.browser.awaitText(".message.user", "Why is the sky blue?");
		assertThat(this.browser.text(".assistant .markdown strong")).isEqualTo("Blue");
		assertThat(this.browser.text(".reasoning .text")).isEqualTo("Thoughts");
		assertThat(this.browser.text(".figures")).contains("first token");
		this.fake.enqueue(Reply.text("Sure."));
		ask("Sure?");
		assertThat(lastRequest().json()
			.path("messages")
			.valueStream()
			.map((message) -> message.path("content").asString()))
			.containsExactly("Why is the sky blue?", "**Blue**, I think.", "Sure?");
	}

	@Test
	void stepsOfToolsAndTablesSurviveAReload() {
		this.browser.ask("Which orders does Grace have?");
		this.browser.awaitText(".step td", "Compiler manual");
		this.browser.awaitResponse();
		this.fake.enqueue(Reply.text(
				"{\"title\":\"Rome\",\"stops\":[{\"day\":1,\"place\":\"Forum\",\"activity\":\"Look\",\"euros\":9}]}"));
		this.browser.choose("mode", "plan");
		ask("Plan a day");
		this.browser.reload();
		this.browser.awaitText(".typed td", "Forum");
		assertThat(this.browser.text(".step td")).contains("Compiler manual");
	}

	@Test
	void conversationsAreListedOpenedAndDeleted() {
		this.fake.enqueue(Reply.text("First response"), Reply.text("Second response"));
		ask("First question");
		this.browser.click("#clear");
		ask("Second question");
		assertThat(this.browser.find("#conversations summary").getText()).isEqualTo("Conversations (2)");
		this.browser.click("#conversations summary");
		this.browser
			.until(() -> this.browser.all("#conversations .open")
				.stream()
				.filter((button) -> button.getText().startsWith("First question"))
				.findFirst()
				.orElse(null))
			.click();
		this.browser.awaitText(".assistant .markdown", "First response");
		assertThat(this.browser.text("#log")).doesNotContain("Second");
		this.browser.click("#conversations summary");
		this.browser.click("[aria-label='Delete First question']");
		this.browser.until(() -> this.browser.all(".message").isEmpty() ? true : null);
		this.browser.reload();
		assertThat(this.browser.all(".message")).isEmpty();
		assertThat(this.browser.text("#conversations")).contains("Second question").doesNotContain("First question");
	}

	@Test
	void reloadDuringAResponseKeepsWhatHadCome() {
		this.fake.enqueue(Reply.stream().tokens("Once upon a").stall());
		this.browser.ask("A story");
		this.browser.awaitText(".assistant .markdown", "Once upon a");
		this.browser.reload();
		this.browser.awaitText(".assistant .markdown", "Once upon a");
		assertThat(this.browser.text(".note")).contains("Interrupted");
		assertThat(this.browser.all(".busy")).isEmpty();
		this.fake.await(RecordedRequest::closedEarly, java.time.Duration.ofSeconds(5));
	}

	@Test
	void newWindowBeginsANewConversation() {
		this.fake.enqueue(Reply.text("Hello"));
		ask("Hello");
		this.browser.script("sessionStorage.clear()");
		this.browser.reload();
		assertThat(this.browser.all(".message")).isEmpty();
		assertThat(this.browser.text("#conversations summary")).isEqualTo("Conversations (1)");
	}

	@Test
	void oldestConversationsMakeRoom() {
		this.browser
			.script("""
					for (let i = 1; i <= 40; i++) {
						localStorage.setItem(`conversation:${i}`, JSON.stringify({ id: `${i}`, title: `Old ${i}`, updated: i,
							messages: [{ role: 'user', text: 'x'.repeat(100000) }] }));
					}
					localStorage.setItem('conversation:broken', '{"id"');
					""");
		this.fake.enqueue(Reply.text("Hello"));
		ask("Newest");
		Object kept = this.browser.script("""
				const keys = Object.keys(localStorage).filter((key) => key.startsWith('conversation:'));
				return [keys.length, keys.includes('conversation:40'), keys.includes('conversation:1'),
					keys.includes('conversation:broken'), JSON.stringify(localStorage).length < 2200000].join();
				""");
		assertThat(kept).isEqualTo("20,true,false,false,true");
	}

	@Test
	void brokenConversationsDoNoHarm() {
		this.browser
			.script("""
					const keep = (id, conversation) =>
						localStorage.setItem(`conversation:${id}`, JSON.stringify({ id, title: id, updated: 1, ...conversation }));
					keep('no-time', { updated: 1e300, messages: [] });
					keep('other-id', { id: 'another', messages: [] });
					keep('no-messages', {});
					keep('no-message', { messages: [null] });
					keep('no-parts', { messages: [{ role: 'assistant' }] });
					keep('no-call', { messages: [{ role: 'assistant', parts: [{ type: 'call' }] }] });
					""");
		for (String id : List.of("no-message", "no-parts", "no-call")) {
			this.browser.script("sessionStorage.setItem('conversation', arguments[0])", id);
			this.browser.reload();
			this.browser.awaitText("#log > .note", "This conversation is broken");
		}
		assertThat(this.browser.text("#conversations .open")).contains("no-message", "no-parts", "no-call")
			.doesNotContain("no-time", "other-id", "no-messages");
		this.fake.enqueue(Reply.text("Hello yourself"));
		ask("Hello");
		this.browser.awaitText(".assistant .markdown", "Hello yourself");
		assertThat(this.browser.errors()).isEmpty();
	}

	@Test
	void whatAnotherWindowAddsIsShown() {
		this.fake.enqueue(Reply.text("First response"), Reply.text("Third response"));
		ask("First question");
		// Another document of the same origin, as another window has it
		this.browser.script("""
				const storage = document.body.appendChild(document.createElement('iframe')).contentWindow.localStorage;
				const key = Object.keys(storage).find((name) => name.startsWith('conversation:'));
				const conversation = JSON.parse(storage.getItem(key));
				conversation.messages.push({ role: 'user', text: 'Second question' },
					{ role: 'assistant', parts: [{ type: 'text', text: 'Second response' }] });
				storage.setItem(key, JSON.stringify(conversation));
				""");
		this.browser.awaitText(".assistant .markdown", "Second response");
		ask("Third question");
		this.browser.reload();
		assertThat(this.browser.text(".assistant .markdown")).contains("First response", "Second response",
				"Third response");
	}

	@Test
	void fullStorageDoesNoHarm() {
		withScript("Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError'); };");
	}

	@Test
	void forbiddenStorageDoesNoHarm() {
		withScript("""
				for (const name of ['localStorage', 'sessionStorage']) {
					Object.defineProperty(window, name, { get() { throw new DOMException('No', 'SecurityError'); } });
				}
				""");
	}

	private void withScript(String script) {
		Runnable remove = this.browser.beforeEachPage(script);
		try {
			this.browser.reload();
			this.fake.enqueue(Reply.text("Hello yourself"), Reply.text("Hello again"));
			ask("Hello");
			ask("Hello once more");
			this.browser.awaitText(".assistant .markdown", "Hello again");
			assertThat(this.browser.find("#not-kept").isDisplayed()).isTrue();
			assertThat(this.browser.errors()).isEmpty();
		}
		finally {
			remove.run();
		}
	}

	private void ask(String text) {
		this.browser.ask(text);
		this.browser.awaitResponse();
	}

	private RecordedRequest lastRequest() {
		return this.fake.requests()
			.stream()
			.filter((request) -> request.path().endsWith("/chat/completions"))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

}
