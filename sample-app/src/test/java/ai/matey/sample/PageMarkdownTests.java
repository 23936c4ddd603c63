package ai.matey.sample;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Markdown as it is streamed.
 */
@PageTest
class PageMarkdownTests {

	private static final String EVERYTHING = """
			# Title

			A [link][1], *emphasis*, **strong**, a `code`, ~~struck~~ and https://example.org/auto 🎉👩‍👩‍👧
			a line break.

			1. One
			2. Two
			   - nested

			     with a paragraph

			   ```java
			   record Trip(String city) {}
			   ```

			- [x] done
			- [ ] open

			| left | right |
			| :--- | ----: |
			| 1 < 2 | `a\\|b` |

			> Quoted
			lazily

			Setext
			------

			    indented

			```
			no language
			```
			***
			The end.

			[1]: https://example.org/ "Title"
			""";

	private final FakeTogether fake;

	private final Browser browser;

	PageMarkdownTests(@Autowired FakeTogether fake, @LocalServerPort int port, Browser browser) {
		this.fake = fake;
		this.browser = browser.open(port);
	}

	@Test
	void looksTheSameHoweverItCame() {
		this.fake.enqueue(Reply.text(EVERYTHING).pace(Duration.ofMillis(8)));
		ask();
		Object streamed = html();
		assertThat(this.browser.text(".markdown h1")).isEqualTo("Title");
		assertThat(this.browser.text(".markdown a[href='https://example.org/']")).isEqualTo("link");
		assertThat(this.browser.text(".markdown .hljs-keyword")).isEqualTo("record");
		assertThat(this.browser.text(".markdown td")).isEqualTo("1 < 2\na|b");
		assertThat(this.browser.text(".markdown li")).contains("☑ done", "☐ open");
		this.browser.reload();
		this.browser.awaitText(".markdown", "The end.");
		assertThat(html()).isEqualTo(streamed);
		assertThat(this.browser.errors()).isEmpty();
	}

	@Test
	void eachBlockHasADirectionOfItsOwn() {
		this.fake.enqueue(Reply.text("שלום עולם\n\n- مرحبا\n\n  مرحبا\n\nHello\n\n> שלום\n\n> Hello"));
		ask();
		assertThat(this.browser.script("return [...document.querySelectorAll('.markdown > :is(p, ul, blockquote)')]"
				+ ".map((block) => getComputedStyle(block).direction).join()"))
			.isEqualTo("rtl,rtl,ltr,rtl,ltr");
	}

	@Test
	void codeIsCopiedAsTheModelWroteIt() {
		this.fake.enqueue(Reply.text("So:\n\n```java\nrecord A(String b) {\n\t// <b>\n}\n```\n\nDone."));
		ask();
		this.browser.press("> ");
		this.browser.click(".code");
		this.browser.clickText(".code button", "Copy");
		this.browser.awaitText(".code button", "Copied");
		this.browser.find("#prompt").sendKeys(Keys.chord(Keys.CONTROL, "v"));
		assertThat(this.browser.find("#prompt").getDomProperty("value"))
			.isEqualTo("> record A(String b) {\n\t// <b>\n}");
	}

	@Test
	void wideTablesAndDeepListsCanBeReadOnAPhone() {
		Runnable end = this.browser.screen(390, 844);
		try {
			String row = "|" + " some words |".repeat(14) + "\n";
			String list = IntStream.range(0, 15)
				.mapToObj((level) -> "  ".repeat(level) + "- level " + level + " has some words\n")
				.collect(Collectors.joining());
			this.fake.enqueue(Reply.text(row + "|" + "---|".repeat(14) + "\n" + row + "\n" + list));
			ask();
			assertThat(width(".markdown td")).isGreaterThan(45);
			assertThat(width(".markdown " + "li ".repeat(15))).isGreaterThan(90);
			assertThat(this.browser.script("const log = document.getElementById('log');"
					+ "return log.scrollWidth <= log.clientWidth && document.documentElement.scrollWidth <= innerWidth"))
				.isEqualTo(true);
		}
		finally {
			end.run();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "A paragraph with *emphasis* and `code`.\n\n", "word ", "- item with **strong** text\n" })
	void longResponseIsShownWhole(String repeated) {
		String text = repeated.repeat(200_000 / repeated.length());
		this.fake.enqueue(Reply.text(text + "\n\nThe end.").pace(Duration.ZERO));
		ask();
		this.browser.awaitText(".markdown", "The end.");
		assertThat(this.browser.text(".markdown").replaceAll("\\s", ""))
			.hasSize((text + "The end.").replaceAll("[\\s*`]", "").length()
					- (repeated.startsWith("-") ? occurrences(text) : 0));
	}

	/**
	 * Takes minutes, or all of the stack, if nothing is done about it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "[a](", "![a](", "[a](b\"", "[", "*a ", ">", "- ", "a.", "a.\n\n", "- 1\n\n",
			"```markdown\n[a](", "```cpp\noperator", "```csharp\nimport " })
	void textThatIsHardToParseIsShownSoon(String hard) {
		String start = hard.startsWith("```") ? hard.substring(0, hard.indexOf('\n') + 1) : "";
		String text = start + hard.substring(start.length()).repeat(60_000 / hard.length());
		this.fake.enqueue(Reply.stream().tokens(text).finish("stop").done(), Reply.text("The end."));
		ask();
		assertThat(this.browser.all(".problem")).isEmpty();
		this.browser.reload();
		ask();
		this.browser.awaitText(".markdown", "The end.");
		assertThat(this.browser.errors()).isEmpty();
	}

	private static int occurrences(String text) {
		return (int) text.chars().filter((character) -> character == '-').count();
	}

	private long width(String selector) {
		return Long.parseLong(String
			.valueOf(this.browser.script("return document.querySelector(arguments[0]).offsetWidth", selector)));
	}

	private Object html() {
		return String.valueOf(this.browser.script("return document.querySelector('.assistant .markdown').innerHTML"));
	}

	private void ask() {
		this.browser.ask("Write");
		this.browser.awaitResponse();
	}

}
