package ai.matey.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Mono;

import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@FakeTogetherTest
class ImageModelTests {

	private static final String MODEL = "black-forest-labs/FLUX.1-schnell";

	private final FakeTogether fake;

	private final Rig rig;

	ImageModelTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void imagesAreMade() {
		ImageResponse response = model().call(new ImagePrompt("A cat", TogetherImageOptions.builder().n(2).build()));
		assertThat(response.getResults()).hasSize(2);
		assertThat(response.getResults().get(0).getOutput().getUrl()).isNotEmpty();
		assertThat(response.getResults()).extracting(ImageGeneration::getMetadata)
			.containsExactly(new TogetherImageModel.Metadata(0), new TogetherImageModel.Metadata(1));
		assertThat(response.getMetadata().getCreated()).isPositive();
		assertThat(response.getMetadata().<String>get(TogetherMetadata.REQUEST_ID)).isNotEmpty();
	}

	@Test
	void bytesComeOnRequest() {
		ImageResponse response = model()
			.call(new ImagePrompt("A cat", ImageOptionsBuilder.builder().responseFormat("b64_json").build()));
		assertThat(Objects.requireNonNull(response.getResult()).getOutput().getB64Json()).isNotEmpty();
		assertThat(Objects.requireNonNull(response.getResult()).getOutput().getUrl()).isNull();
	}

	@Test
	void whatTogetherDoesNotKnowIsTold() {
		ImagePrompt prompt = new ImagePrompt(new ImageMessage("A cat", 0.5f),
				ImageOptionsBuilder.builder().style("vivid").build());
		List<?> warnings = model().call(prompt).getMetadata().get(TogetherMetadata.WARNINGS);
		assertThat(warnings).asString().contains("style", "weight");
	}

	@Test
	void messagesAreJoinedAndTheirImagesGuideTheLook() {
		ImageMessage second = new GuidedMessage("at sea",
				new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/a.png")));
		model().call(new ImagePrompt(List.of(new ImageMessage("A cat"), second)));
		assertThat(this.fake.requests().get(0).json().get("prompt").stringValue()).isEqualTo("A cat\nat sea");
		assertThat(this.fake.requests().get(0).json().at("/reference_images/0").stringValue())
			.isEqualTo("https://example.org/a.png");
	}

	@Test
	void mistakesAreExplainedBeforeAnythingIsSent() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> model()
				.call(new ImagePrompt("A cat", TogetherImageOptions.builder().responseFormat("paper").build())))
			.withMessageContaining("b64_json");
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> TogetherImageModel.builder(this.rig.bridge).build().call(new ImagePrompt("A cat")))
			.withMessageContaining("spring.ai.together.image.model");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void imagesPassTheBridgesMiddleware() {
		AtomicReference<String> prompt = new AtomicReference<>();
		Bridge bridge = Bridge.builder(this.rig.adapter).middleware(new ChatMiddleware() {

			@Override
			public Mono<IRImageResponse> generateImages(IRImageRequest request, ImageChain chain) {
				prompt.set(request.prompt());
				return chain.next(request);
			}

		}).build();
		TogetherImageModel.builder(bridge)
			.options(TogetherImageOptions.builder().model(MODEL).build())
			.build()
			.call(new ImagePrompt("A cat"));
		assertThat(prompt).hasValue("A cat");
	}

	@Test
	void optionsShowNoWordsOfUsersAndDoNotChange() {
		TogetherImageOptions options = TogetherImageOptions.builder()
			.model(MODEL)
			.negativePrompt("secret words")
			.imageUrl("https://example.org/secret.png")
			.referenceImages(List.of("https://example.org/secret.png"))
			.customField("field", "secret")
			.build();
		assertThat(options.toString()).contains(MODEL).doesNotContain("secret");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> options.customFields().clear());
	}

	private TogetherImageModel model() {
		return TogetherImageModel.builder(this.rig.bridge)
			.options(TogetherImageOptions.builder().model(MODEL).build())
			.build();
	}

	/**
	 * A message that holds media in every version of Spring AI.
	 */
	private static final class GuidedMessage extends ImageMessage implements MediaContent {

		private final Media guide;

		GuidedMessage(String text, Media guide) {
			super(text);
			this.guide = guide;
		}

		@Override
		public List<Media> getMedia() {
			return List.of(this.guide);
		}

		@Override
		public Map<String, Object> getMetadata() {
			return Map.of();
		}

	}

}
