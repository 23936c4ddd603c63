package ai.matey.springai;

import java.time.Duration;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.image.ImagePrompt;
import reactor.test.StepVerifier;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.errors.ProviderException;
import ai.matey.observation.GenAiObserver;
import ai.matey.observation.ObservationChatMiddleware;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring AI's observation of a call is the parent of the bridge's.
 */
@FakeTogetherTest
class ObservationTests {

	private static final String SPRING_AI = "gen_ai.client.operation";

	private static final String BRIDGE = "gen_ai.client.operation.duration";

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final FakeTogether fake;

	private final Rig rig;

	private final TogetherChatModel model;

	ObservationTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
		Bridge bridge = Bridge.builder(this.rig.adapter)
			.middleware(new ObservationChatMiddleware(
					GenAiObserver.builder(this.registry).provider(TogetherAIBackendAdapter.PROVIDER).build()))
			.build();
		this.model = TogetherChatModel.builder(bridge).observationRegistry(this.registry).build();
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void aCallIsObservedByBothOneInsideTheOther() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		this.model.call(new Prompt("Hello!", TogetherChatOptions.builder().model(Rig.MODEL).build()));
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo(SPRING_AI, 1)
			.hasNumberOfObservationsWithNameEqualTo(BRIDGE, 1)
			.hasObservationWithNameEqualTo(BRIDGE)
			.that()
			.hasParentObservationContextMatching(ChatModelObservationContext.class::isInstance)
			.hasBeenStopped();
		assertThat(this.registry).hasObservationWithNameEqualTo(SPRING_AI)
			.that()
			.hasLowCardinalityKeyValue("gen_ai.system", "together_ai")
			.hasLowCardinalityKeyValue("gen_ai.request.model", Rig.MODEL)
			.hasLowCardinalityKeyValue("gen_ai.response.model", Rig.MODEL)
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "5")
			.hasBeenStopped();
	}

	@Test
	void aStreamIsObservedByBothOneInsideTheOther() {
		this.fake.enqueue(Reply.text("Hi there.").usage(3, 2));
		Observation outer = Observation.start("outer", this.registry);
		this.model.stream(new Prompt("Hello!"))
			.contextWrite((context) -> context.put("micrometer.observation", outer))
			.blockLast(Duration.ofSeconds(20));
		outer.stop();
		assertThat(this.registry).hasObservationWithNameEqualTo(BRIDGE)
			.that()
			.hasParentObservationContextMatching(ChatModelObservationContext.class::isInstance)
			.hasBeenStopped();
		assertThat(this.registry).hasObservationWithNameEqualTo(SPRING_AI)
			.that()
			.hasParentObservationContextMatching((context) -> "outer".equals(context.getName()))
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "5")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"STOP\"]")
			.hasBeenStopped();
	}

	@Test
	void aCancelledStreamEndsBothObservations() {
		this.fake.enqueue(Reply.stream().tokens("Once").stall());
		StepVerifier.create(this.model.stream(new Prompt("Hello!")))
			.expectNextCount(1)
			.thenCancel()
			.verify(Duration.ofSeconds(20));
		assertThat(this.registry).hasObservationWithNameEqualTo(SPRING_AI).that().hasBeenStopped();
		assertThat(this.registry).hasObservationWithNameEqualTo(BRIDGE).that().hasBeenStopped();
	}

	@Test
	void errorsAreInBothObservations() {
		this.fake.enqueue(6, Reply.status(503).error("x", "Full"));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.model.call(new Prompt("Hello!")));
		StepVerifier.create(this.model.stream(new Prompt("Hello!")))
			.expectError(ProviderException.class)
			.verify(Duration.ofSeconds(20));
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo(SPRING_AI, 2)
			.forAllObservationsWithNameEqualTo(SPRING_AI,
					(observation) -> observation.thenError().isInstanceOf(ProviderException.class));
	}

	@Test
	void aConventionOfTheApplicationIsUsed() {
		TogetherChatModel named = TogetherChatModel.builder(this.rig.bridge)
			.observationRegistry(this.registry)
			.observationConvention(new DefaultChatModelObservationConvention() {

				@Override
				public String getName() {
					return "my.name";
				}

			})
			.build();
		named.call(new Prompt("Hello!"));
		assertThat(this.registry).hasObservationWithNameEqualTo("my.name");
	}

	@Test
	void withoutARegistryTheBridgesObservationHasNoParent() {
		Bridge bridge = Bridge.builder(this.rig.adapter)
			.middleware(new ObservationChatMiddleware(GenAiObserver.builder(this.registry).build()))
			.build();
		TogetherChatModel plain = TogetherChatModel.builder(bridge).build();
		plain.call(new Prompt("Hello!"));
		plain.stream(new Prompt("Hello!")).blockLast(Duration.ofSeconds(20));
		assertThat(this.registry).hasNumberOfObservationsEqualTo(2);
		assertThat(this.registry).forAllObservationsWithNameEqualTo(BRIDGE,
				(observation) -> observation.doesNotHaveParentObservation());
	}

	@Test
	void embeddingsAndImagesAreObserved() {
		TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder().model("intfloat/multilingual-e5-large-instruct").build())
			.observationRegistry(this.registry)
			.build()
			.call(new EmbeddingRequest(List.of("a"), null));
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "embedding")
			.hasLowCardinalityKeyValue("gen_ai.request.model", "intfloat/multilingual-e5-large-instruct");
		this.registry.clear();
		TogetherImageModel.builder(this.rig.bridge)
			.options(TogetherImageOptions.builder().model("black-forest-labs/FLUX.1-schnell").build())
			.observationRegistry(this.registry)
			.build()
			.call(new ImagePrompt("A cat"));
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "image");
	}

}
