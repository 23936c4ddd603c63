package ai.matey.autoconfigure.together.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class StreamCancelWebFilterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final MockServerHttpResponse server = new MockServerHttpResponse();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	/** How often the application is told that its body is cancelled. */
	private final AtomicInteger cancels = new AtomicInteger();

	/**
	 * What Reactor Netty does with the body of a connection that is gone by the time of
	 * the first item.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bodyThatTheServerRefusesIsCancelled(boolean flushing) {
		this.server.setWriteHandler((refused) -> Mono.error(new IllegalStateException("The connection is gone")));
		StepVerifier.create(written(flushing))
			.then(() -> this.body.next(buffer("first")))
			.expectErrorMessage("The connection is gone")
			.verify(PATIENCE);
		this.body.assertCancelled();
		assertThat(this.cancels).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void writeThatIsCancelledCancelsItsBodyOnce(boolean flushing) {
		StepVerifier.create(written(flushing))
			.then(() -> this.body.next(buffer("first")))
			.thenCancel()
			.verify(PATIENCE);
		this.body.assertCancelled();
		assertThat(this.cancels).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bodyThatEndsIsLeftAlone(boolean flushing) {
		StepVerifier.create(written(flushing))
			.then(() -> this.body.next(buffer("first"), buffer(" second")).complete())
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.server.getBodyAsString().block(PATIENCE)).isEqualTo("first second");
		assertThat(this.cancels).hasValue(0);
	}

	@Test
	void filesStillGoToTheSystemAsAWhole() {
		AtomicReference<Path> sent = new AtomicReference<>();
		ServerHttpResponse response = filtered(new FileResponse(this.server, sent));
		assertThat(response).isInstanceOf(ZeroCopyHttpOutputMessage.class);
		((ZeroCopyHttpOutputMessage) response).writeWith(Path.of("page.html"), 0, 1).block(PATIENCE);
		assertThat(sent).hasValue(Path.of("page.html"));
		assertThat(filtered(this.server)).isNotInstanceOf(ZeroCopyHttpOutputMessage.class);
	}

	@Test
	void onlyWebFluxApplicationsHaveIt() {
		AutoConfigurations configuration = AutoConfigurations.of(TogetherWebFluxAutoConfiguration.class);
		new ReactiveWebApplicationContextRunner().withConfiguration(configuration)
			.run((context) -> assertThat(context).hasSingleBean(WebFilter.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(configuration)
			.withPropertyValues("together.web.cancel-streams=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WebFilter.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(configuration)
			.withPropertyValues("together.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WebFilter.class));
		new WebApplicationContextRunner().withConfiguration(configuration)
			.run((context) -> assertThat(context).doesNotHaveBean(WebFilter.class));
	}

	private Mono<Void> written(boolean flushing) {
		Flux<DataBuffer> observed = this.body.flux().doOnCancel(this.cancels::incrementAndGet);
		ServerHttpResponse response = filtered(this.server);
		return flushing ? response.writeAndFlushWith(observed.map(Mono::just)) : response.writeWith(observed);
	}

	private static ServerHttpResponse filtered(ServerHttpResponse response) {
		AtomicReference<ServerHttpResponse> filtered = new AtomicReference<>();
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"))
			.mutate()
			.response(response)
			.build();
		new StreamCancelWebFilter().filter(exchange, (inner) -> {
			filtered.set(inner.getResponse());
			return Mono.empty();
		}).block(PATIENCE);
		return filtered.get();
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static final class FileResponse extends ServerHttpResponseDecorator implements ZeroCopyHttpOutputMessage {

		private final AtomicReference<Path> sent;

		FileResponse(ServerHttpResponse response, AtomicReference<Path> sent) {
			super(response);
			this.sent = sent;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			this.sent.set(file);
			return Mono.empty();
		}

	}

}
