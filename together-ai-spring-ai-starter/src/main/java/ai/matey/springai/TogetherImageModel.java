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
import ai.matey.core.Bridge;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRWarning;

/**
 * {@link ImageModel} implementation for Together AI. Deadlines, retries and errors are
 * those of the {@link Bridge}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherImageModel implements ImageModel {

	private static final ImageModelObservationConvention DEFAULT_CONVENTION = new DefaultImageModelObservationConvention();

	private final Bridge bridge;

	private final TogetherImageOptions options;

	private final ObservationRegistry observationRegistry;

	private final @Nullable ImageModelObservationConvention observationConvention;

	private TogetherImageModel(Builder builder) {
		this.bridge = builder.bridge;
		this.options = builder.options;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Create a new builder for an image model.
	 * @param bridge the bridge that makes the calls
	 * @return the builder
	 */
	public static Builder builder(Bridge bridge) {
		return new Builder(bridge);
	}

	/**
	 * Generate images and wait for them.
	 * @param prompt the description, with options that override those of this model;
	 * several messages are joined
	 * @return the URLs or bytes of the images
	 * @throws ai.matey.errors.AdapterException if the call fails
	 * @throws IllegalStateException if this thread must not block, such as one of an
	 * event loop
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
					Calls.await(this.bridge.generateImages(request(prompt, effective)), observation));
			context.setResponse(response);
			return response;
		});
	}

	private static IRImageRequest request(ImagePrompt prompt, TogetherImageOptions options) {
		Models.require(options.model(), "image");
		List<String> references = new ArrayList<>(options.referenceImages());
		for (Object message : prompt.getInstructions()) {
			// Messages of image prompts can contain media since Spring AI 2.0.1.
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
	 * Adds a warning for each part of the prompt that Together has no field for.
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
	 * Metadata of one image.
	 *
	 * @param index the provider's index of the image, starting with 0
	 */
	public record Metadata(int index) implements ImageGenerationMetadata {

	}

	/**
	 * Builder for a {@link TogetherImageModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final Bridge bridge;

		private TogetherImageOptions options = TogetherImageOptions.builder().build();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ImageModelObservationConvention observationConvention;

		private Builder(Bridge bridge) {
			this.bridge = Objects.requireNonNull(bridge, "bridge must not be null");
		}

		/**
		 * Set the default options, which a prompt can override.
		 * @param options the options; empty by default
		 * @return this builder
		 */
		public Builder options(TogetherImageOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set the registry for observations of calls.
		 * @param observationRegistry the registry; a no-op by default
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set the convention for observations.
		 * @param observationConvention the convention, or {@code null} for the one
		 * configured in the registry or, without one, Spring AI's default
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
