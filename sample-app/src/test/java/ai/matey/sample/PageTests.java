package ai.matey.sample;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import ai.matey.sample.page.Orders;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as a user sees it.
 */
@PageTest
class PageTests {

	private final FakeTogether fake;

	private final Browser browser;

	PageTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@Test
	void loadsWithoutAnErrorAndTellsThatResponsesAreMadeUp() {
		assertThat(this.browser.await("#fake").getText()).contains("FakeTogether");
		assertThat(this.browser.text("#model")).contains(Gateway.MODEL);
		assertThat(this.browser.errors()).isEmpty();
	}

	@Test
	void showsTokensAsTheyCome() {
		this.browser.script("""
				window.states = new Set();
				new MutationObserver(() => states.add(document.querySelector('.assistant .markdown')?.textContent))
					.observe(document.getElementById('log'), { subtree: true, childList: true, characterData: true });
				""");
		this.fake.enqueue(Reply.text("one two three four five six seven eight").pace(Duration.ofMillis(60)));
		this.browser.ask("Count");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".assistant .markdown")).isEqualTo("one two three four five six seven eight\n");
		assertThat((Long) this.browser.script("return states.size")).isGreaterThan(4);
		assertThat(this.browser.text(".figures")).contains("first token", "tokens", "tokens/s");
	}

	@Test
	void stopClosesTheCall() {
		this.fake.enqueue(Reply.stream().tokens("Once upon").stall());
		this.browser.ask("A story");
		this.browser.awaitText(".assistant .markdown", "Once upon");
		assertThat(this.browser.find("#send").isDisplayed()).isFalse();
		this.browser.click("#stop");
		this.fake.await(RecordedRequest::closedEarly, Duration.ofSeconds(5));
		this.browser.awaitResponse();
		assertThat(this.browser.text(".figures")).contains("stopped after");
		assertThat(this.browser.text(".assistant .markdown")).contains("Once upon");
		assertThat(this.browser.await("#send").isEnabled()).isTrue();
		this.fake.enqueue(Reply.text("There you are."));
		this.browser.ask("Go on");
		this.browser.awaitText(".assistant .markdown", "There you are.");
	}

	@Test
	void responseWithoutToolsTellsItsCost() {
		this.fake.enqueue(Reply.text("Hello").usage(1_000_000, 0));
		this.browser.choose("mode", "text");
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".assistant .markdown")).isEqualTo("Hello\n");
		assertThat(this.browser.text(".figures")).contains("tokens 1000000 in, 0 out", "cost $0.88");
	}

	@Test
	void escapeStops() {
		this.fake.enqueue(Reply.stream().tokens("Once upon").stall());
		this.browser.ask("A story");
		this.browser.awaitText(".assistant .markdown", "Once upon");
		this.browser.press(Keys.ESCAPE);
		this.browser.awaitResponse();
		assertThat(this.browser.text(".figures")).contains("stopped after");
	}

	@Test
	void keyboardFindsTheMessageAfterStopping() {
		this.fake.enqueue(Reply.stream().tokens("Once upon").stall(), Reply.text("There you are."));
		this.browser.ask("A story");
		this.browser.awaitText(".assistant .markdown", "Once upon");
		this.browser.press(Keys.TAB);
		this.browser.press(Keys.ENTER);
		this.browser.awaitResponse();
		this.browser.press("Go on", Keys.ENTER);
		this.browser.awaitText(".assistant .markdown", "There you are.");
	}

	@Test
	void messageDoesNotWaitForTheListOfModels() {
		Runnable end = this.browser.beforeEachPage(
				"""
						const original = window.fetch;
						window.fetch = (path, options) => path === 'v1/models' ? new Promise(() => {}) : original(path, options);
						""");
		try {
			this.browser.script("location.reload()");
			this.browser.await("#model:disabled");
			// Shown once the scripts have run
			this.browser.await("#fake");
			this.fake.enqueue(Reply.text("I am quick."));
			this.browser.ask("Hello");
			this.browser.awaitText(".assistant .markdown", "I am quick.");
		}
		finally {
			end.run();
		}
	}

	@Test
	void exampleIsAskedInItsMode() {
		this.browser.choose("mode", "plan");
		this.browser.clickText(".example b", "What time is it in Paris?");
		this.browser.awaitText(".step summary", "time");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".message.user")).isEqualTo("What time is it in Paris?");
	}

	@Test
	void figuresThatMeanNothingAreNotShown() {
		this.fake.enqueue(Reply.text("All at once").pace(Duration.ZERO), Reply.text(""));
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".figures")).contains("first token", "tokens").doesNotContain("tokens/s");
		this.browser.click("#clear");
		this.browser.ask("Say nothing");
		this.browser.awaitText(".note", "The model wrote no text.");
		assertThat(this.browser.text(".figures")).contains("total").doesNotContain("first token", "tokens/s");
	}

	@Test
	void phoneShowsTheWholeChat() {
		Runnable end = this.browser.screen(390, 844);
		try {
			assertThat(this.browser.find("#fake").isDisplayed()).isTrue();
			assertThat(this.browser.script("""
					const chat = document.querySelector('.chat').getBoundingClientRect();
					return chat.bottom <= innerHeight && chat.bottom > innerHeight - 20
						&& document.documentElement.scrollWidth <= innerWidth;
					""")).isEqualTo(true);
		}
		finally {
			end.run();
		}
	}

	@Test
	void failureIsShownAndCanBeTriedAgain() {
		this.fake.enqueue(Reply.status(503).error("service_unavailable", "We are full"), Reply.text("Now it works."));
		this.browser.ask("Hello");
		this.browser.awaitText(".problem", "We are full");
		assertThat(this.browser.text(".problem strong")).contains("503");
		this.browser.clickText(".problem button", "Try again");
		this.browser.awaitText(".assistant .markdown", "Now it works.");
		assertThat(this.browser.all(".problem")).isEmpty();
		assertThat(this.fake.requests().stream().filter((request) -> request.path().endsWith("completions"))).last()
			.satisfies((request) -> assertThat(request.json().path("messages")).hasSize(1));
	}

	@Test
	void cutResponseIsShownAsIncomplete() {
		this.fake.enqueue(Reply.stream().tokens("Half a").reset());
		this.browser.ask("Hello");
		this.browser.awaitText(".problem strong", "incomplete");
		assertThat(this.browser.text(".assistant .markdown")).contains("Half a");
	}

	@Test
	void reasoningIsFoldedOnceTheResponseBegins() {
		this.fake.enqueue(Reply.text("Blue.").reasoning("The sky scatters"));
		this.browser.ask("Why?");
		this.browser.awaitText(".assistant .markdown", "Blue.");
		assertThat(this.browser.text(".reasoning .text")).isEqualTo("The sky scatters");
		assertThat(this.browser.find(".reasoning .text").isDisplayed()).isFalse();
		this.browser.click(".reasoning summary");
		assertThat(this.browser.find(".reasoning .text").isDisplayed()).isTrue();
	}

	@Test
	void callIsMadeAfterTheApprovalOnly(@Autowired Orders orders, @Autowired JdbcClient jdbc) {
		try {
			this.browser.ask("Please cancel order 1002");
			this.browser.awaitText(".approval", "cancel_order");
			assertThat(orders.of("Ada")).extracting(Orders.Order::status).contains("open");
			this.browser.clickText(".approval button", "Approve");
			this.browser.awaitText(".step", "Order 1002 is cancelled");
			this.browser.awaitResponse();
			assertThat(orders.of("Ada")).extracting(Orders.Order::status).containsOnly("shipped", "cancelled");
		}
		finally {
			// Other tests look at the same orders
			jdbc.sql("update shop_order set status = 'open' where number = 1002").update();
		}
	}

	@Test
	void questionForApprovalSurvivesAReload() {
		this.browser.ask("Please cancel order 1003");
		this.browser.await(".approval");
		this.browser.reload();
		this.browser.clickText(".approval button", "Refuse");
		this.browser.awaitText(".step", "The user does not want it");
		this.browser.awaitResponse();
		assertThat(this.browser.all(".problem")).isEmpty();
	}

	@Test
	void callsAreApprovedOneByOne() {
		this.fake.onPath("/v1/chat/completions")
			.always(Reply.toolCall("cancel_order", "{\"number\":1002}")
				.toolCall("cancel_order", "{\"number\":1001}")
				.afterTools((results) -> Reply.text("Done.")));
		this.browser.ask("Please cancel both");
		this.browser.await(".approval");
		this.browser.all(".approval input").get(0).click();
		this.browser.clickText(".approval button", "Approve selected");
		this.browser.awaitText(".assistant .markdown", "Done.");
		assertThat(this.browser.text(".step")).contains("not made", "The user does not want it.", "failed",
				"There is no open order 1001");
	}

	@Test
	void decisionThatDidNotArriveIsAskedForAgain() {
		this.browser.ask("Please cancel order 1003");
		this.browser.await(".approval");
		this.browser.script("""
				const { fetch } = window;
				window.fetch = () => {
					window.fetch = fetch;
					return Promise.reject(new TypeError('Failed to fetch'));
				};
				""");
		this.browser.clickText(".approval button", "Refuse");
		this.browser.awaitText(".problem", "The server cannot be reached.");
		this.browser.clickText(".approval button", "Refuse");
		this.browser.awaitText(".step", "The user does not want it");
		this.browser.awaitResponse();
		assertThat(this.browser.all(".problem")).isEmpty();
	}

	@Test
	void rowsOfATypedResponseGrow() {
		this.fake.enqueue(Reply.stream()
			.tokens("{\"title\":\"Lisbon\",\"stops\":[{\"day\":1,\"place\":\"Alfama\",")
			.pause(Duration.ofMillis(800))
			.tokens("\"activity\":\"Walk <b>up</b>\",\"euros\":15},"
					+ "{\"day\":2,\"place\":\"Belém\",\"activity\":\"Eat\",\"euros\":12}]}")
			.finish("stop")
			.usage(200, 50)
			.done());
		this.browser.choose("mode", "plan");
		this.browser.ask("Plan two days");
		this.browser.awaitText(".typed td", "Alfama");
		assertThat(this.browser.all(".typed tbody tr")).hasSize(1);
		this.browser.awaitText(".typed td", "Belém");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".figures")).contains("tokens 200 in, 50 out", "cost $0.0002");
		assertThat(this.browser.text(".typed p")).isEqualTo("Lisbon");
		assertThat(this.browser.text(".typed th")).isEqualTo("day\nplace\nactivity\neuros");
		assertThat(this.browser.text(".typed tbody tr:first-child td")).isEqualTo("1\nAlfama\nWalk <b>up</b>\n15");
	}

	@Test
	void chartsAreDrawn() {
		this.fake.enqueue(Reply.text("Hello"));
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		for (String chart : List.of("chart-latency", "chart-outcomes", "chart-limits")) {
			this.browser.until(() -> Boolean.TRUE.equals(this.browser.script("""
					const canvas = document.querySelector(`#${arguments[0]} canvas`);
					const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
					return data.some((value) => value > 0);
					""", chart)) ? true : null);
		}
		// The axis is of one colour, the bars are of another
		this.browser.until(() -> Boolean.TRUE.equals(this.browser.script("""
				const canvas = document.querySelector('#chart-latency canvas');
				const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
				for (let i = 0; i < data.length; i += 4) {
					if (data[i + 3] === 255 && data[i + 2] - data[i] > 100) {
						return true;
					}
				}
				return false;
				""")) ? true : null);
		assertThat(this.browser.find("#chart-latency").getDomAttribute("aria-label")).contains("last 1 calls");
		assertThat(this.browser.errors()).isEmpty();
	}

}
