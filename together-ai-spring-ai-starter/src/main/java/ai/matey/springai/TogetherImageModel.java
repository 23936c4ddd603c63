package ai.matey.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageGenerationMetadata;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.ImageResponseMetadata;
import org.springframework.ai.image.observation.DefaultImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.ai.image.observation.ImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationDocumentation;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRWarning;

/**
 * Spring AI's image model on Together AI. Deadlines, retries and errors are those of the
 * {@link TogetherAIBackendAdapter}. Thread-safe.
 */
public final class TogetherImageModel implements ImageModel {

	private static final ImageModelObservationConvention DEFAULT_CONVENTION = new DefaultImageModelObservationConvention();

	private final TogetherAIBackendAdapter adapter;

	private final TogetherImageOptions options;

	private final ObservationRegistry observationRegistry;

	private final @Nullable ImageModelObservationConvention observationConvention;

	private TogetherImageModel(Builder builder) {
		this.adapter = builder.adapter;
		this.options = builder.options;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Start a model.
	 * @param adapter makes the calls
	 * @return a new builder
	 */
	public static Builder builder(TogetherAIBackendAdapter adapter) {
		return new Builder(adapter);
	}

	/**
	 * Make images and wait for them.
	 * @param prompt what they shall show; several messages are joined. Its options are
	 * laid over this model's own
	 * @return the images' URLs or bytes
	 * @throws ai.matey.errors.AdapterException if there are none
	 */
	@Override
	public ImageResponse call(ImagePrompt prompt) {
		TogetherImageOptions effective = this.options.with(prompt.getOptions());
		ImageModelObservationContext context = ImageModelObservationContext.builder()
			.imagePrompt(new ImagePrompt(prompt.getInstructions(), effective))
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.build();
		Observation observation = ImageModelObservationDocumentation.IMAGE_MODEL_OPERATION
			.observation(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry);
		return Calls.observe(observation, () -> {
			ImageResponse response = response(
					Calls.await(this.adapter.generateImages(request(prompt, effective)), observation));
			context.setResponse(response);
			return response;
		});
	}

	private static IRImageRequest request(ImagePrompt prompt, TogetherImageOptions options) {
		Models.require(options.model(), "image");
		List<String> references = new ArrayList<>(options.referenceImages());
		for (Object message : prompt.getInstructions()) {
			// Messages of images hold media since Spring AI 2.0.1
			if (message instanceof MediaContent content) {
				content.getMedia().forEach((media) -> references.add(MediaMapper.url(media)));
			}
		}
		IRImageRequest.Builder builder = IRImageRequest.builder()
			.prompt(prompt.getInstructions().stream().map(ImageMessage::getText).collect(Collectors.joining("\n")))
			.model(options.model())
			.n(options.n())
			.width(options.width())
			.height(options.height())
			.steps(options.steps())
			.seed(options.seed())
			.negativePrompt(options.negativePrompt())
			.guidanceScale(options.guidanceScale())
			.imageUrl(options.imageUrl())
			.referenceImages(references)
			.delivery(delivery(options.responseFormat()))
			.outputFormat(options.outputFormat())
			.disableSafetyChecker(options.disableSafetyChecker())
			.metadata(metadata(prompt));
		options.customFields().forEach(builder::custom);
		return builder.build();
	}

	private static IRImageRequest.@Nullable Delivery delivery(@Nullable String responseFormat) {
		if (responseFormat == null) {
			return null;
		}
		return switch (responseFormat.toLowerCase(Locale.ROOT)) {
			case "url" -> IRImageRequest.Delivery.URL;
			case "b64_json", "base64" -> IRImageRequest.Delivery.BASE64;
			default -> throw new IllegalArgumentException(
					"The response format of images must be url or b64_json, not " + responseFormat);
		};
	}

	/**
	 * What Spring AI's prompt can hold and Together has no field for is told, not lost.
	 */
	private static IRMetadata metadata(ImagePrompt prompt) {
		IRMetadata.Builder builder = IRMetadata.builder();
		ImageOptions options = prompt.getOptions();
		if (options != null && options.getStyle() != null) {
			builder.warning(unsupported("style"));
		}
		if (prompt.getInstructions().stream().anyMatch((message) -> message.getWeight() != null)) {
			builder.warning(unsupported("weight"));
		}
		return builder.build();
	}

	private static IRWarning unsupported(String field) {
		return new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED, "Together has no such field; it was not sent",
				field, TogetherAIBackendAdapter.NAME);
	}

	private static ImageResponse response(IRImageResponse response) {
		List<ImageGeneration> images = response.images()
			.stream()
			.map((image) -> new ImageGeneration(new Image(image.url(), image.base64()), new Metadata(image.index())))
			.toList();
		ImageResponseMetadata metadata = new ImageResponseMetadata(response.metadata().timestamp().toEpochMilli());
		ResponseMapper.properties(response.metadata()).forEach(metadata::put);
		return new ImageResponse(images, metadata);
	}

	/**
	 * What is known about one image.
	 *
	 * @param index the provider's number of the image, from 0
	 */
	public record Metadata(int index) implements ImageGenerationMetadata {

	}

	/**
	 * Builds a {@link TogetherImageModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final TogetherAIBackendAdapter adapter;

		private TogetherImageOptions options = TogetherImageOptions.builder().build();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ImageModelObservationConvention observationConvention;

		private Builder(TogetherAIBackendAdapter adapter) {
			this.adapter = Objects.requireNonNull(adapter, "adapter must not be null");
		}

		/**
		 * Set the options that hold unless a prompt has its own.
		 * @param options the options; by default nothing is set
		 * @return this builder
		 */
		public Builder options(TogetherImageOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set where calls are observed.
		 * @param observationRegistry the registry; by default nothing is observed
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set how observations are named.
		 * @param observationConvention the convention, or {@code null} for one that is
		 * registered with the registry, or else Spring AI's own
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable ImageModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 */
		public TogetherImageModel build() {
			return new TogetherImageModel(this);
		}

	}

}
