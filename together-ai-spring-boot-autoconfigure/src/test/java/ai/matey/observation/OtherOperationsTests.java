package ai.matey.observation;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

import static ai.matey.adapter.BackendCall.Operation.CHAT;
import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not a chat is observed as chats are, whichever way it is asked.
 */
@FakeTogetherTest
class OtherOperationsTests {

	private static final String NAME = "gen_ai.client.operation.duration";

	private static final String EMBEDDING = "intfloat/multilingual-e5-large-instruct";

	private static final String RERANK = "mixedbread-ai/Mxbai-Rerank-Large-V2";

	private static final String IMAGE = "black-forest-labs/FLUX.1-schnell";

	@ParameterizedTest
	@MethodSource("operations")
	void isObservedMeasuredAndNamedByTheConventions(Operation operation, FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			operation.call(observed).blockLast(Observed.TIMEOUT);
			single(observed).hasBeenStopped()
				.hasContextualNameEqualTo(operation.name + " " + operation.model)
				.hasLowCardinalityKeyValue("gen_ai.operation.name", operation.name)
				.hasLowCardinalityKeyValue("gen_ai.request.model", operation.model)
				.hasLowCardinalityKeyValue("outcome", "success")
				.hasLowCardinalityKeyValue("server.address", "localhost")
				.hasHighCardinalityKeyValue("together.client", "default");
			Timer timer = observed.timer(NAME, "gen_ai.operation.name", operation.name);
			assertThat(timer.count()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@MethodSource("operations")
	void failuresAreObservedToo(Operation operation, FakeTogether fake) {
		fake.enqueue(Reply.status(402).error("credit_limit", "Add credit"));
		try (Observed observed = new Observed(fake)) {
			operation.call(observed).onErrorComplete().blockLast(Observed.TIMEOUT);
			single(observed).hasBeenStopped()
				.hasError()
				.hasLowCardinalityKeyValue("gen_ai.operation.name", operation.name)
				.hasLowCardinalityKeyValue("outcome", "error")
				.hasLowCardinalityKeyValue("error.type", "quota_exceeded");
		}
	}

	@ParameterizedTest
	@MethodSource("operations")
	void hasItsParentFromTheCallersContext(Operation operation, FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			Observation parent = Observation.start("parent", observed.observations);
			operation.call(observed)
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.blockLast(Observed.TIMEOUT);
			parent.stop();
			assertThat(observed.observations).hasObservationWithNameEqualTo(NAME)
				.that()
				.hasParentObservationEqualTo(parent);
		}
	}

	@Test
	void countsTheTokensOfEmbeddings(FakeTogether fake) {
		fake.enqueue(Reply.json("""
				{"object":"list","model":"m","data":[{"object":"embedding","index":0,
				"embedding":[1,2,3,4,5,6,7,8]}],"usage":{"prompt_tokens":5,"total_tokens":5}}"""));
		try (Observed observed = new Observed(fake)) {
			observed.bridge.embed(embed()).block(Observed.TIMEOUT);
			assertThat(observed.tokens("input", "false")).isEqualTo(5);
			single(observed).hasHighCardinalityKeyValue("gen_ai.embeddings.dimension.count", "8")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.type");
		}
	}

	@Test
	void namesTheOutputOfImages(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.adapter.generateImages(IRImageRequest.builder().model(IMAGE).prompt("A fox").build())
				.block(Observed.TIMEOUT);
			single(observed).hasHighCardinalityKeyValue("gen_ai.output.type", "image");
		}
	}

	@Test
	void anEmbeddingBehindAChatIsObservedByItself(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.observer.observed(CHAT, IRChatRequest.of("Hi"), observed.adapter.embed(embed()))
				.block(Observed.TIMEOUT);
			assertThat(observed.observations).hasNumberOfObservationsWithNameEqualTo(NAME, 2)
				.hasAnObservationWithAKeyValue("gen_ai.operation.name", "embeddings");
		}
	}

	private static Stream<Operation> operations() {
		return Stream.of(
				new Operation(
						"text_completion", Observed.MODEL, (observed) -> observed.adapter.complete(completion())
							.flux()),
				new Operation("text_completion", Observed.MODEL,
						(observed) -> observed.adapter.completeStream(completion())),
				new Operation("embeddings", EMBEDDING, (observed) -> observed.adapter.embed(embed()).flux()),
				new Operation("embeddings", EMBEDDING, (observed) -> observed.bridge.embed(embed()).flux()),
				new Operation("rerank", RERANK,
						(observed) -> observed.adapter
							.rerank(IRRerankRequest.builder()
								.model(RERANK)
								.query("apples")
								.documents(List.of("red apples", "tax law"))
								.build())
							.flux()),
				new Operation("generate_content", IMAGE,
						(observed) -> observed.adapter
							.generateImages(IRImageRequest.builder().model(IMAGE).prompt("A fox").build())
							.flux()));
	}

	private static IRCompletionRequest completion() {
		return new IRCompletionRequest("Once upon a time", IRParameters.builder().build());
	}

	private static IREmbedRequest embed() {
		return IREmbedRequest.builder().model(EMBEDDING).input(List.of("red apples")).dimensions(8).build();
	}

	private static TestObservationRegistryAssertReturningObservationContextAssert single(Observed observed) {
		return assertThat(observed.observations).hasSingleObservationThat().hasNameEqualTo(NAME);
	}

	private record Operation(String name, String model, Call call) {

		Flux<?> call(Observed observed) {
			return this.call.with(observed);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	private interface Call {

		Flux<?> with(Observed observed);

	}

}
