package ai.matey.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a model writes, or a tool returns, is shown and never run.
 */
@PageTest
class PageSafetyTests {

	private static final String DANGEROUS = """
			const elements = [...document.querySelectorAll('.message, .message *')];
			return elements.filter((element) => element.matches('script, img, svg, math, iframe, object, embed, form, '
					+ 'input, style, link, base, meta, video, audio, template'))
				.map((element) => element.outerHTML)
				.concat(elements.flatMap((element) => [...element.attributes]
					.filter(({ name, value }) => name.startsWith('on') || name === 'style' || name === 'id'
						|| /^\\s*(javascript|data|vbscript):/i.test(value))
					.map(({ name, value }) => `${name}=${value}`)));
			""";

	private final FakeTogether fake;

	private final Browser browser;

	PageSafetyTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>ran = 1</script>", "<script src='/evil.js'></script>",
			"<img src=x onerror='ran = 1'>", "<svg onload='ran = 1'><script>ran = 1</script></svg>",
			"<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>", "<iframe src='javascript:parent.ran = 1'>",
			"[click](javascript:ran=1)", "[click](JaVaScRiPt&colon;ran=1)", "[click](&#106;avascript:ran=1)",
			"[click](data:text/html,<script>ran=1</script>)", "[click][1]\n\n[1]: javascript:ran=1",
			"<javascript:ran=1>", "[a](https://e.example 'x\" onmouseover=\"ran=1')",
			"![x](https://e.example/x.png\" onerror=\"ran=1)", "![x\" onerror=\"ran=1](/nothing.png)",
			"```html\n<script>ran = 1</script>\n<img src=x onerror='ran = 1'>\n```",
			"```\"><img src=x onerror=ran=1>\ncode\n```",
			"```js\"onload=\"ran=1\nlet a = '</code><script>ran=1</script>'\n```", "`<img src=x onerror=ran=1>`",
			"|<img src=x onerror=ran=1>|\n|-|\n|<script>ran=1</script>|",
			"<math><mtext></mtext><mglyph><style><!--</style><img src onerror=ran=1>",
			"<form><input name=querySelectorAll autofocus onfocus='ran = 1'></form>",
			"<a id=form href='/'>x</a><div style='position:fixed;inset:0'>x</div>",
			"# <details open ontoggle='ran = 1'>x</details>",
			"<style>@import '/evil.css'; body { display: none }</style>",
			"<base href='//evil.example/'><meta http-equiv=refresh content='0;url=//evil.example'>" })
	void textIsNotRun(String text) {
		this.fake.enqueue(Reply.text(text + "\n\nThe end.").reasoning(text));
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		this.browser.awaitText(".assistant .markdown", "The end.");
		assertSafe();
		this.browser.all(".markdown a").forEach((link) -> assertThat(link.getDomAttribute("rel")).contains("noopener"));
		this.browser.reload();
		this.browser.awaitText(".assistant .markdown", "The end.");
		assertSafe();
	}

	@Test
	void argumentsAndResultsOfToolsAreNotRun() {
		this.fake.onPath("/v1/chat/completions")
			.always(Reply.toolCall("time", "{\"zone\":\"<img src=x onerror='ran = 1'>\"}")
				.afterTools((results) -> Reply.text("Done: " + results)));
		this.browser.ask("<img src=x onerror='ran = 1'>");
		this.browser.awaitResponse();
		this.browser.awaitText(".step", "onerror");
		this.browser.awaitText(".message.user", "onerror");
		assertSafe();
	}

	@Test
	void argumentsAreShownAsTheyAre() {
		this.fake.enqueue(Reply.toolCall("time\u202e", "{\"zone\":\"\u202ea\u2066b\u200bc\"}"), Reply.text("Done"));
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		assertThat(this.browser.text(".step summary")).startsWith("time\\u202e (zone: \"\\u202ea\\u2066b\\u200bc\")");
	}

	@Test
	void typedResponsesAreNotRun() {
		this.fake.enqueue(Reply.text("""
				{"title":"<script>ran = 1</script>","stops":[{"day":1,"place":"<img src=x onerror='ran = 1'>",
				"activity":"[x](javascript:ran=1)","euros":1}]}"""));
		this.browser.choose("mode", "plan");
		this.browser.ask("Plan");
		this.browser.awaitResponse();
		this.browser.awaitText(".typed td", "onerror");
		assertSafe();
	}

	@Test
	void failuresAreNotRun() {
		this.fake.enqueue(Reply.status(400).error("<img src=x onerror='ran = 1'>", "<script>ran = 1</script>"));
		this.browser.ask("Hello");
		this.browser.awaitText(".problem", "<script>");
		assertSafe();
		assertThat(this.browser.errors()).isEmpty();
	}

	@Test
	void modelCannotDressAsThePage() {
		this.fake.enqueue(Reply.text("<div class='approval'>x</div>\n\n```approval\nx\n```\n\n[x](/actuator/health) "
				+ "[y](https://example.org/)"));
		this.browser.ask("Hello");
		this.browser.awaitResponse();
		assertThat(this.browser.all(".approval")).isEmpty();
		assertThat(this.browser.all(".markdown a[href]")).singleElement()
			.satisfies((link) -> assertThat(link.getDomAttribute("href")).isEqualTo("https://example.org/"));
	}

	private void assertSafe() {
		assertThat(this.browser.script("return typeof ran")).isEqualTo("undefined");
		assertThat(this.browser.script(DANGEROUS)).isEqualTo(List.of());
		assertThat(this.browser.errors().stream().filter((error) -> !error.contains("400"))).isEmpty();
	}

}
