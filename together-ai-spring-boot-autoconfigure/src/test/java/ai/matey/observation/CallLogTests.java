package ai.matey.observation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRerankRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log line of calls that did not succeed, for each kind of call.
 */
@FakeTogetherTest
class CallLogTests {

	private static final String PROMPT = "prompt-that-nobody-sees";

	private static final String MODEL = "some/model";

	private final Logger logger = (Logger) LoggerFactory.getLogger("ai.matey.calls");

	private final Lines lines = new Lines();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void stop() {
		this.logger.setLevel(null);
		this.logger.detachAppender(this.lines);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aFailedCallIsOneLine(Kind kind, FakeTogether fake) {
		fake.enqueue(Reply.status(402).error("credit_limit", "No credit for " + PROMPT));
		try (Observed observed = new Observed(fake)) {
			this.lines.trace(observed);
			kind.call(observed).onErrorComplete().blockLast(Observed.TIMEOUT);
		}
		Line line = this.lines.single();
		assertThat(line.fields).containsEntry("operation", kind.operation)
			.containsEntry("outcome", "error")
			.containsEntry("client", "default")
			.containsEntry("model", MODEL)
			.containsEntry("stream", String.valueOf(kind.stream))
			.containsEntry("error", "QUOTA_EXCEEDED")
			.containsEntry("status", "402")
			.containsKeys("durationMs", "requestId", "providerRequestId")
			.doesNotContainKeys("inputTokens", "firstChunkMs");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aCancelledCallIsOneLine(Kind kind, FakeTogether fake) throws Exception {
		fake.enqueue(Reply.silence());
		try (Observed observed = new Observed(fake)) {
			this.lines.trace(observed);
			Disposable call = kind.call(observed).subscribe();
			fake.await((request) -> true, Observed.TIMEOUT);
			call.dispose();
			assertThat(this.lines.came.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.lines.single().fields).containsEntry("operation", kind.operation)
			.containsEntry("outcome", "cancelled")
			.containsEntry("model", MODEL)
			.containsEntry("stream", String.valueOf(kind.stream))
			.containsKeys("durationMs", "requestId")
			.doesNotContainKeys("error", "status");
	}

	private static Stream<Kind> kinds() {
		IRChatRequest chat = IRChatRequest.of(PROMPT).mutate().model(MODEL).build();
		IRCompletionRequest completion = new IRCompletionRequest(PROMPT, IRParameters.builder().model(MODEL).build());
		return Stream.of(new Kind("chat", false, (observed) -> observed.bridge.chat(chat).flux()),
				new Kind("chat", true, (observed) -> observed.bridge.chatStream(chat)),
				new Kind("completion", false, (observed) -> observed.adapter.complete(completion).flux()),
				new Kind("completion", true, (observed) -> observed.adapter.completeStream(completion)),
				new Kind("embeddings", false,
						(observed) -> observed.bridge
							.embed(IREmbedRequest.builder().model(MODEL).input(List.of(PROMPT)).build())
							.flux()),
				new Kind("rerank", false,
						(observed) -> observed.adapter.rerank(
								IRRerankRequest.builder().model(MODEL).query(PROMPT).documents(List.of(PROMPT)).build())
							.flux()),
				new Kind("images", false,
						(observed) -> observed.adapter
							.generateImages(IRImageRequest.builder().model(MODEL).prompt(PROMPT).build())
							.flux()));
	}

	/**
	 * A kind of call, and how it is made.
	 */
	private record Kind(String operation, boolean stream, Call call) {

		Flux<?> call(Observed observed) {
			return this.call.with(observed);
		}

		@Override
		public String toString() {
			return this.operation + (this.stream ? " stream" : "");
		}

	}

	private interface Call {

		Flux<?> with(Observed observed);

	}

	/**
	 * A line as people and as machines read it, and the trace that it was written in.
	 */
	private record Line(Level level, String text, Map<String, String> fields, boolean traced) {

	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<Line> lines = new CopyOnWriteArrayList<>();

		private final CountDownLatch came = new CountDownLatch(1);

		private final SimpleTracer tracer = new SimpleTracer();

		void trace(Observed observed) {
			observed.observations.observationConfig()
				.observationHandler(new DefaultTracingObservationHandler(this.tracer));
		}

		@Override
		protected void append(ILoggingEvent event) {
			Map<String, String> fields = new LinkedHashMap<>();
			event.getKeyValuePairs().forEach((pair) -> fields.put(pair.key, String.valueOf(pair.value)));
			this.lines.add(
					new Line(event.getLevel(), event.getFormattedMessage(), fields, this.tracer.currentSpan() != null));
			this.came.countDown();
		}

		Line single() {
			assertThat(this.lines).hasSize(1);
			Line line = this.lines.get(0);
			assertThat(line.level).isEqualTo(Level.DEBUG);
			assertThat(line.traced).as("within its span").isTrue();
			assertThat(line.text).startsWith("Call finished:").doesNotContain(PROMPT, Observed.KEY, "credit");
			line.fields.forEach((name, value) -> assertThat(line.text).contains(name + "=" + value));
			return line;
		}

	}

}
