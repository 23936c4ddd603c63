package ai.matey.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.BackendAdapter;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BridgeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final RecordingBackend backend = new RecordingBackend();

	@Test
	void textIsThatOfTheAnswer() {
		Bridge bridge = Bridge.builder(new Answering()).build();
		StepVerifier.create(bridge.text("Hello!"))
			.expectNext("Hi there")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		StepVerifier.create(bridge.textStream("Hello!"))
			.expectNext("Hi", " there")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void chunksOfATextAreAWholeStream() {
		List<IRStreamChunk> chunks = IRStreamChunk.of("Hi", " there");
		assertThat(chunks).hasSize(4).first().isInstanceOf(IRStreamChunk.Start.class);
		assertThat(chunks).last().isInstanceOfSatisfying(IRStreamChunk.Done.class, (done) -> {
			assertThat(done.response().text()).isEqualTo("Hi there");
			assertThat(done.response().finishReason()).isEqualTo(FinishReason.STOP);
		});
	}

	@Test
	void middlewareSeesRequestsInOrderAndAnswersInReverse() {
		List<String> seen = new ArrayList<>();
		Bridge bridge = Bridge.builder(this.backend).middleware(noting("outer", seen), noting("inner", seen)).build();
		bridge.chat(IRChatRequest.of("Hi")).block(PATIENCE);
		assertThat(seen).containsExactly("outer request", "inner request", "inner answer", "outer answer");
	}

	@Test
	void whatMiddlewareHandsOnIsWhatIsSent() {
		ChatMiddleware polite = new ChatMiddleware() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
				return chain.next(request.mutate().system("Be polite.").build());
			}

			@Override
			public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
				return chain.next(request.mutate().system("Be polite.").build());
			}

		};
		Bridge bridge = Bridge.builder(this.backend).middleware(polite).build();
		bridge.chat(IRChatRequest.of("Hi")).block(PATIENCE);
		bridge.chatStream(IRChatRequest.of("Hi")).blockLast(PATIENCE);
		assertThat(this.backend.requests).hasSize(2)
			.allSatisfy((request) -> assertThat(request.messages().get(0).text()).isEqualTo("Be polite."));
	}

	@Test
	void askingTheChainTwiceRepeatsEverythingBehindIt() {
		List<String> seen = new ArrayList<>();
		ChatMiddleware twice = new ChatMiddleware() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
				return chain.next(request).then(chain.next(request));
			}

		};
		Bridge bridge = Bridge.builder(this.backend).middleware(twice, noting("inner", seen)).build();
		bridge.chat(IRChatRequest.of("Hi")).block(PATIENCE);
		assertThat(seen).containsExactly("inner request", "inner answer", "inner request", "inner answer");
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void aChainCanBeSubscribedTwice() {
		Bridge bridge = Bridge.builder(this.backend).middleware(noting("one", new ArrayList<>())).build();
		Mono<IRChatResponse> answer = bridge.chat(IRChatRequest.of("Hi"));
		assertThat(this.backend.requests).isEmpty();
		answer.block(PATIENCE);
		answer.block(PATIENCE);
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void errorsPassThroughUntouched() {
		RateLimitException failure = new RateLimitException(RateLimitException.Kind.REQUESTS, Duration.ofSeconds(2),
				"slow down", ErrorDetails.of("test", null), null);
		this.backend.failure = failure;
		Bridge bridge = Bridge.builder(this.backend).middleware(noting("one", new ArrayList<>())).build();
		assertThatThrownBy(() -> bridge.chat(IRChatRequest.of("Hi")).block(PATIENCE)).isSameAs(failure);
		StepVerifier.create(bridge.chatStream(IRChatRequest.of("Hi")))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(PATIENCE);
	}

	@Test
	void provenanceNamesTheMiddleware() {
		Bridge bridge = Bridge.builder(this.backend).middleware(noting("one", new ArrayList<>())).build();
		bridge.chat(IRChatRequest.of("Hi")).block(PATIENCE);
		assertThat(this.backend.requests.get(0).metadata().provenance().middleware()).containsExactly("one");
	}

	@Test
	void cancellationReachesTheBackend() {
		Bridge bridge = Bridge.builder(this.backend).middleware(noting("one", new ArrayList<>())).build();
		StepVerifier.create(bridge.chatStream(IRChatRequest.of("Hi")), 1)
			.expectNextCount(1)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.backend.cancelled).isTrue();
	}

	private static ChatMiddleware noting(String name, List<String> seen) {
		return new ChatMiddleware() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
				return Mono.defer(() -> {
					seen.add(name + " request");
					return chain.next(request);
				}).doOnNext((response) -> seen.add(name + " answer"));
			}

			@Override
			public String name() {
				return name;
			}

		};
	}

	private static final class RecordingBackend implements BackendAdapter {

		private final List<IRChatRequest> requests = new ArrayList<>();

		private RuntimeException failure;

		private boolean cancelled;

		@Override
		public AdapterMetadata metadata() {
			return new AdapterMetadata("recording", "test",
					new AdapterCapabilities(true, true, true, true, true, true, true, true));
		}

		@Override
		public Mono<IRChatResponse> execute(IRChatRequest request) {
			return Mono.fromSupplier(() -> {
				this.requests.add(request);
				if (this.failure != null) {
					throw this.failure;
				}
				return answer(request);
			});
		}

		@Override
		public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
			return execute(request)
				.flatMapMany((answer) -> Flux.<IRStreamChunk>just(new IRStreamChunk.Start(answer.metadata()),
						new IRStreamChunk.Content("Hello"), new IRStreamChunk.Done(answer)))
				.doOnCancel(() -> this.cancelled = true);
		}

		@Override
		public Mono<ListModelsResult> listModels(ListModelsOptions options) {
			return Mono.never();
		}

		private static IRChatResponse answer(IRChatRequest request) {
			return new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant("Hello"), FinishReason.STOP)), null,
					IRMetadata.builder().requestId(request.metadata().requestId()).build());
		}

	}

	private static final class Answering implements BackendAdapter {

		@Override
		public AdapterMetadata metadata() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Mono<IRChatResponse> execute(IRChatRequest request) {
			return Mono.just(IRChatResponse.of("Hi there"));
		}

		@Override
		public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
			return Flux.fromIterable(IRStreamChunk.of("Hi", " there"));
		}

		@Override
		public Mono<ListModelsResult> listModels(ListModelsOptions options) {
			return Mono.empty();
		}

	}

}
