package ai.matey.autoconfigure.together.exchange;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records exchanges, compiles the scripts that they are written as, and replays them.
 */
@FakeTogetherTest
class FakeTogetherScriptTests {

	private static final IRChatRequest REQUEST = IRChatRequest.builder()
		.model("openai/gpt-oss-20b")
		.user("Say \"hello\"")
		.build();

	@TempDir
	private Path folder;

	@Test
	void replaysAPlainCall(FakeTogether fake) {
		fake.enqueue(Reply.text("He said: \"hello\"\n\tand left \\ smiling ☺"));
		recorded(fake, (context) -> {
			IRChatResponse original = chat(context);
			run(script(context), fake);
			assertThat(chat(context).text()).isEqualTo(original.text());
		});
	}

	@Test
	void replaysAStream(FakeTogether fake) {
		fake.enqueue(Reply.text("Once upon a time"));
		recorded(fake, (context) -> {
			List<String> original = stream(context);
			run(script(context), fake);
			assertThat(stream(context)).isEqualTo(original);
		});
	}

	@Test
	void replaysAnError(FakeTogether fake) {
		fake.enqueue(Reply.status(429).header("retry-after", "7").error("rate_limit", "Too many"));
		recorded(fake, (context) -> {
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> chat(context));
			run(script(context), fake);
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> chat(context))
				.satisfies((failure) -> assertThat(failure.retryAfter()).hasSeconds(7));
		});
	}

	/**
	 * Nothing that a server sends becomes a line of the script, or controls a terminal.
	 */
	@Test
	void foreignTextStaysWithinItsLiteral(FakeTogether fake) {
		String foreign = "a\r\n\tfake.close();\u001b[2J\u0085\u009b\u2028\u202e\\u000a\"";
		fake.enqueue(Reply.text(foreign));
		recorded(fake, (context) -> {
			IRChatResponse original = chat(context);
			String script = script(context);
			assertThat(script.lines().skip(1)).allMatch((line) -> line.startsWith("\t."));
			assertThat(script.codePoints().filter((code) -> code != '\n' && code != '\t'))
				.noneMatch((code) -> Character.isISOControl(code) || Character.getType(code) == Character.FORMAT
						|| Character.getType(code) == Character.LINE_SEPARATOR);
			run(script, fake);
			assertThat(chat(context).text()).isEqualTo(original.text()).isEqualTo(foreign);
		});
	}

	private static void recorded(FakeTogether fake, Consumer<AssertableApplicationContext> test) {
		ObservedContexts.runner(fake)
			.withConfiguration(AutoConfigurations.of(TogetherExchangesAutoConfiguration.class))
			.withPropertyValues("together.exchanges.enabled=true", "together.exchanges.include-content=true")
			.run(test::accept);
	}

	private static IRChatResponse chat(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(Bridge.class).chat(REQUEST).block(ObservedContexts.TIMEOUT));
	}

	private static List<String> stream(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(Bridge.class)
			.chatStream(REQUEST)
			.ofType(IRStreamChunk.Content.class)
			.map(IRStreamChunk.Content::delta)
			.collectList()
			.block(ObservedContexts.TIMEOUT));
	}

	private static String script(AssertableApplicationContext context) {
		TogetherExchangesEndpoint.ExchangeDescriptor exchange = context.getBean(TogetherExchangesEndpoint.class)
			.exchange("default", 1);
		return Objects.requireNonNull(exchange).script();
	}

	private void run(String script, FakeTogether fake) {
		try {
			Path source = this.folder.resolve("Replay.java");
			Files.writeString(source, """
					import ai.matey.test.together.*;
					public class Replay implements java.util.function.Consumer<FakeTogether> {
						public void accept(FakeTogether fake) {
							%s
						}
					}
					""".formatted(script));
			JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
			int result = compiler.run(null, null, null, "-proc:none", "-encoding", "UTF-8", "-cp",
					System.getProperty("java.class.path"), "-d", this.folder.toString(), source.toString());
			assertThat(result).as(script).isZero();
			try (URLClassLoader loader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() },
					getClass().getClassLoader())) {
				@SuppressWarnings("unchecked")
				Consumer<FakeTogether> replay = (Consumer<FakeTogether>) loader.loadClass("Replay")
					.getDeclaredConstructor()
					.newInstance();
				replay.accept(fake);
			}
		}
		catch (IOException | ReflectiveOperationException ex) {
			throw new IllegalStateException(script, ex);
		}
	}

}
