package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.ToolUseContent;
import ai.matey.test.together.HttpReply;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Neither the key nor the prompt is in any log, at any level, also when things go wrong.
 */
class SecrecyTests {

	@Test
	void logsHoldNoSecrets() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level level = root.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.TRACE);
		List<String> failures = new ArrayList<>();
		try {
			misbehave(failures);
		}
		finally {
			root.setLevel(level);
			root.detachAppender(log);
		}
		StringBuilder all = new StringBuilder();
		new ArrayList<>(log.list).stream()
			.filter((event) -> !event.getLoggerName().startsWith("ai.matey.test"))
			.forEach((event) -> {
				all.append(event.getFormattedMessage()).append('\n');
				for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
					all.append(thrown.getMessage()).append('\n');
				}
			});
		assertThat(failures).hasSize(10);
		assertThat(all).as("the log").contains("POST");
		assertNoSecret(all.toString());
		failures.forEach(SecrecyTests::assertNoSecret);
	}

	/**
	 * What a tool gave back is as much the application's as what a user wrote.
	 */
	@Test
	void failuresDoNotRepeatToolResultsOrTheArgumentsOfCalls() {
		String result = "The patient's file number is 4711 and the diagnosis confidential";
		String arguments = "{\"patient\":\"Somebody with an unusual name\"}";
		IRChatRequest request = IRChatRequest.builder()
			.model("some/model")
			.user("Hi")
			.message(new IRMessage(IRRole.ASSISTANT,
					List.of(new ToolUseContent("c", "look_up", Map.of(), arguments, null))))
			.message(IRMessage.tool("c", result))
			.build();
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			for (String secret : List.of(result, arguments)) {
				rig.server().enqueue(Reply.status(400).error("some_type", "This cannot be read: " + secret + " (end)"));
				AdapterException failure = catchThrowableOfType(AdapterException.class,
						() -> rig.together().execute(request).block(Await.PATIENCE));
				assertThat(failure).hasMessageContaining("This cannot be read").hasMessageNotContaining(secret);
				assertThat(failure.details().toString()).doesNotContain(secret);
			}
		}
	}

	/**
	 * Cookies of the content network identify the application to it, and failures end up
	 * in logs and tickets.
	 */
	@Test
	void failuresHoldNoCookies() {
		String cookie = "cookie-3b1f0c92ae";
		HttpReply failed = Reply.json("{\"error\":{\"message\":\"No\",\"type\":\"some_type\"}}");
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			for (HttpReply reply : List.of(Reply.status(400).error("some_type", "No"),
					Reply.status(503).html("<html></html>"), failed)) {
				for (boolean streamed : new boolean[] { false, true }) {
					rig.server()
						.enqueue(reply.header("x-request-id", "id-1")
							.header("Set-Cookie", "__cf_bm=" + cookie + "; HttpOnly")
							.header("Set-Cookie2", "old=" + cookie));
					AdapterException failure = catchThrowableOfType(AdapterException.class, () -> rig.text(streamed));
					assertThat(failure.headers()).containsEntry("x-request-id", List.of("id-1"))
						.doesNotContainKeys("set-cookie", "set-cookie2");
					assertThat(failure + " " + failure.details() + " " + failure.getCause()).doesNotContain(cookie);
				}
			}
		}
	}

	private static void misbehave(List<String> failures) {
		Duration soon = Duration.ofMillis(200);
		try (Rig rig = Rig.setup()
			.retry(Rig.QUICK.withMaxAttempts(1))
			.deadlines(Rig.LONG.withFirstToken(soon).withIdle(soon).withResponse(soon))
			.start()) {
			for (Reply reply : List.of(Reply.status(400).error("some_type", "Bad: " + Rig.PROMPT),
					Reply.status(401).error("some_type", "Bad key " + Rig.KEY), Reply.reset(), Reply.json("{junk"),
					Reply.stream().tokens("Hello").stall())) {
				for (boolean streamed : new boolean[] { false, true }) {
					rig.server().enqueue(reply);
					try {
						rig.text(streamed);
						failures.add("none");
					}
					catch (AdapterException ex) {
						failures.add(ex + " " + ex.details() + " " + ex.getCause());
					}
				}
			}
		}
	}

	private static void assertNoSecret(String text) {
		assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(Rig.KEY.toLowerCase(Locale.ROOT),
				Rig.PROMPT.toLowerCase(Locale.ROOT));
	}

}
