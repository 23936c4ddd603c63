package ai.matey.springai;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageOptions;

/**
 * Options for image models on Together AI. Only what is set is sent, since models reject
 * parameters that they do not know. {@code null} leaves the decision to the options of
 * the model, then to Together.
 *
 * @param model the model, or {@code null}
 * @param n the number of images, or {@code null} for one
 * @param width the width in pixels, or {@code null}
 * @param height the height in pixels, or {@code null}
 * @param responseFormat {@code url} or {@code b64_json}, or {@code null}
 * @param steps the number of generation steps, or {@code null}
 * @param seed the seed for repeatable images, or {@code null}
 * @param negativePrompt a description of what the images must not show, or {@code null}
 * @param guidanceScale how closely to follow the prompt, or {@code null}
 * @param imageUrl the URL of an image to start from, or {@code null}
 * @param referenceImages the URLs of images that guide the appearance; empty for none
 * @param outputFormat the file format, {@code jpeg} or {@code png}, or {@code null}
 * @param disableSafetyChecker whether to disable the safety check of images, or {@code
 * null}
 * @param customFields additional fields, which are sent unchanged, by their JSON name
 * @since 0.1.0
 */
public record TogetherImageOptions(@Nullable String model, @Nullable Integer n, @Nullable Integer width,
		@Nullable Integer height, @Nullable String responseFormat, @Nullable Integer steps, @Nullable Long seed,
		@Nullable String negativePrompt, @Nullable Double guidanceScale, @Nullable String imageUrl,
		List<String> referenceImages, @Nullable String outputFormat, @Nullable Boolean disableSafetyChecker,
		Map<String, ?> customFields) implements ImageOptions {

	public TogetherImageOptions {
		referenceImages = List.copyOf(referenceImages);
		customFields = Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
	}

	/**
	 * Create a new builder without any options set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public @Nullable String getModel() {
		return this.model;
	}

	@Override
	public @Nullable Integer getN() {
		return this.n;
	}

	@Override
	public @Nullable Integer getWidth() {
		return this.width;
	}

	@Override
	public @Nullable Integer getHeight() {
		return this.height;
	}

	@Override
	public @Nullable String getResponseFormat() {
		return this.responseFormat;
	}

	/**
	 * Return {@code null}, since Together does not support styles.
	 */
	@Override
	public @Nullable String getStyle() {
		return null;
	}

	/**
	 * Return these options, overridden by those of a prompt.
	 * @param options the options of a prompt, or {@code null}
	 * @return the combined options
	 */
	TogetherImageOptions with(@Nullable ImageOptions options) {
		if (options == null) {
			return this;
		}
		TogetherImageOptions over = (options instanceof TogetherImageOptions together) ? together : builder().build();
		Builder builder = builder().model(first(options.getModel(), this.model))
			.n(first(options.getN(), this.n))
			.width(first(options.getWidth(), this.width))
			.height(first(options.getHeight(), this.height))
			.responseFormat(first(options.getResponseFormat(), this.responseFormat))
			.steps(first(over.steps, this.steps))
			.seed(first(over.seed, this.seed))
			.negativePrompt(first(over.negativePrompt, this.negativePrompt))
			.guidanceScale(first(over.guidanceScale, this.guidanceScale))
			.imageUrl(first(over.imageUrl, this.imageUrl))
			.referenceImages(over.referenceImages.isEmpty() ? this.referenceImages : over.referenceImages)
			.outputFormat(first(over.outputFormat, this.outputFormat))
			.disableSafetyChecker(first(over.disableSafetyChecker, this.disableSafetyChecker));
		this.customFields.forEach(builder::customField);
		over.customFields.forEach(builder::customField);
		return builder.build();
	}

	/**
	 * Shows only the model and numbers, since other options may contain user input.
	 */
	@Override
	public String toString() {
		return "TogetherImageOptions[model=" + this.model + ", n=" + this.n + ", width=" + this.width + ", height="
				+ this.height + ", steps=" + this.steps + ", seed=" + this.seed + ", customFields="
				+ this.customFields.keySet() + "]";
	}

	private static <T> @Nullable T first(@Nullable T over, @Nullable T under) {
		return (over != null) ? over : under;
	}

	/**
	 * Builder for {@link TogetherImageOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private @Nullable Integer n;

		private @Nullable Integer width;

		private @Nullable Integer height;

		private @Nullable String responseFormat;

		private @Nullable Integer steps;

		private @Nullable Long seed;

		private @Nullable String negativePrompt;

		private @Nullable Double guidanceScale;

		private @Nullable String imageUrl;

		private List<String> referenceImages = List.of();

		private @Nullable String outputFormat;

		private @Nullable Boolean disableSafetyChecker;

		private final Map<String, @Nullable Object> customFields = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Set the model.
		 * @param model the model, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the number of images.
		 * @param n the number, or {@code null} for one
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * Set the width.
		 * @param width the width in pixels, or {@code null}
		 * @return this builder
		 */
		public Builder width(@Nullable Integer width) {
			this.width = width;
			return this;
		}

		/**
		 * Set the height.
		 * @param height the height in pixels, or {@code null}
		 * @return this builder
		 */
		public Builder height(@Nullable Integer height) {
			this.height = height;
			return this;
		}

		/**
		 * Set the format in which images are returned.
		 * @param responseFormat {@code url} or {@code b64_json}, or {@code null}
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable String responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		/**
		 * Set the number of generation steps.
		 * @param steps the number, or {@code null}
		 * @return this builder
		 */
		public Builder steps(@Nullable Integer steps) {
			this.steps = steps;
			return this;
		}

		/**
		 * Set the seed for repeatable images.
		 * @param seed the seed, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * Set a description of what the images must not show.
		 * @param negativePrompt the description, or {@code null}
		 * @return this builder
		 */
		public Builder negativePrompt(@Nullable String negativePrompt) {
			this.negativePrompt = negativePrompt;
			return this;
		}

		/**
		 * Set how closely to follow the prompt.
		 * @param guidanceScale the scale, where a higher value is closer, or {@code null}
		 * @return this builder
		 */
		public Builder guidanceScale(@Nullable Double guidanceScale) {
			this.guidanceScale = guidanceScale;
			return this;
		}

		/**
		 * Set an image to start from.
		 * @param imageUrl the image's URL, or {@code null}
		 * @return this builder
		 */
		public Builder imageUrl(@Nullable String imageUrl) {
			this.imageUrl = imageUrl;
			return this;
		}

		/**
		 * Set images that guide the appearance.
		 * @param referenceImages the URLs; empty for none
		 * @return this builder
		 */
		public Builder referenceImages(List<String> referenceImages) {
			this.referenceImages = List.copyOf(referenceImages);
			return this;
		}

		/**
		 * Set the file format.
		 * @param outputFormat {@code jpeg} or {@code png}, or {@code null}
		 * @return this builder
		 */
		public Builder outputFormat(@Nullable String outputFormat) {
			this.outputFormat = outputFormat;
			return this;
		}

		/**
		 * Set whether to disable the safety check of images.
		 * @param disableSafetyChecker whether to disable it, or {@code null}
		 * @return this builder
		 */
		public Builder disableSafetyChecker(@Nullable Boolean disableSafetyChecker) {
			this.disableSafetyChecker = disableSafetyChecker;
			return this;
		}

		/**
		 * Set an additional field, which is sent unchanged, for options without a method
		 * here.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder customField(String name, @Nullable Object value) {
			this.customFields.put(Objects.requireNonNull(name, "name must not be null"), value);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public TogetherImageOptions build() {
			return new TogetherImageOptions(this.model, this.n, this.width, this.height, this.responseFormat,
					this.steps, this.seed, this.negativePrompt, this.guidanceScale, this.imageUrl, this.referenceImages,
					this.outputFormat, this.disableSafetyChecker, this.customFields);
		}

	}

}
