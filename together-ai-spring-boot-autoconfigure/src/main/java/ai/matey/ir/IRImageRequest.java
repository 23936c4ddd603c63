package ai.matey.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request for images. Only what is set is sent: models refuse parameters that they do
 * not know.
 *
 * @param prompt what the images shall show
 * @param model the model to ask, or {@code null} for the backend's default
 * @param width the width in pixels, or {@code null}; limits differ by model
 * @param height the height in pixels, or {@code null}; limits differ by model
 * @param steps how many steps are taken, or {@code null}
 * @param n how many images to make, or {@code null} for one
 * @param seed a seed for repeatable images, or {@code null}
 * @param negativePrompt what the images shall not show, or {@code null}
 * @param guidanceScale how closely to follow the prompt, or {@code null}; higher is
 * closer
 * @param imageUrl an image to start from, or {@code null}
 * @param referenceImages URLs of images that guide the look; empty for none
 * @param loras adaptations of the model; empty for none
 * @param delivery how images are given back, or {@code null} to leave it to the provider
 * @param outputFormat the file format, {@code jpeg} or {@code png}, or {@code null}
 * @param disableSafetyChecker whether images are not checked, or {@code null}
 * @param custom fields that the backend sends as they are, by their wire name
 * @param metadata the request's id, provenance and warnings; by default with a random id
 * @param deadlines deadlines of this call, laid over the client's
 */
public record IRImageRequest(String prompt, @Nullable String model, @Nullable Integer width, @Nullable Integer height,
		@Nullable Integer steps, @Nullable Integer n, @Nullable Long seed, @Nullable String negativePrompt,
		@Nullable Double guidanceScale, @Nullable String imageUrl, List<String> referenceImages, List<Lora> loras,
		@Nullable Delivery delivery, @Nullable String outputFormat, @Nullable Boolean disableSafetyChecker,
		Map<String, @Nullable Object> custom, IRMetadata metadata, IRDeadlines deadlines) implements IRRequest {

	public IRImageRequest {
		Names.checked("model", model);
		Objects.requireNonNull(prompt, "prompt must not be null");
		referenceImages = List.copyOf(referenceImages);
		loras = List.copyOf(loras);
		custom = Copies.json(custom);
		Objects.requireNonNull(metadata, "metadata must not be null");
		Objects.requireNonNull(deadlines, "deadlines must not be null");
	}

	/**
	 * Create a builder of an empty request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public String toString() {
		return "IRImageRequest[" + this.prompt.length() + " chars, model=" + this.model + ", n=" + this.n
				+ ", metadata=" + this.metadata + "]";
	}

	/**
	 * How images are given back.
	 */
	public enum Delivery {

		/** As URLs from which they can be fetched for a while. */
		URL,
		/** As base64-encoded bytes in the answer. */
		BASE64

	}

	/**
	 * An adaptation of the model (LoRA).
	 *
	 * @param path its URL
	 * @param scale how strong it is; 1 is usual
	 */
	public record Lora(String path, double scale) {

		public Lora {
			Objects.requireNonNull(path, "path must not be null");
		}

	}

	/**
	 * Builds an {@link IRImageRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private String prompt = "";

		private @Nullable String model;

		private @Nullable Integer width;

		private @Nullable Integer height;

		private @Nullable Integer steps;

		private @Nullable Integer n;

		private @Nullable Long seed;

		private @Nullable String negativePrompt;

		private @Nullable Double guidanceScale;

		private @Nullable String imageUrl;

		private List<String> referenceImages = List.of();

		private List<Lora> loras = List.of();

		private @Nullable Delivery delivery;

		private @Nullable String outputFormat;

		private @Nullable Boolean disableSafetyChecker;

		private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private Builder() {
		}

		/**
		 * What the images shall show.
		 * @param prompt what the images shall show
		 * @return this builder
		 */
		public Builder prompt(String prompt) {
			this.prompt = prompt;
			return this;
		}

		/**
		 * The model to ask.
		 * @param model the model to ask, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * The width in pixels.
		 * @param width the width in pixels, or {@code null}; limits differ by model
		 * @return this builder
		 */
		public Builder width(@Nullable Integer width) {
			this.width = width;
			return this;
		}

		/**
		 * The height in pixels.
		 * @param height the height in pixels, or {@code null}; limits differ by model
		 * @return this builder
		 */
		public Builder height(@Nullable Integer height) {
			this.height = height;
			return this;
		}

		/**
		 * How many steps are taken.
		 * @param steps how many steps are taken, or {@code null}
		 * @return this builder
		 */
		public Builder steps(@Nullable Integer steps) {
			this.steps = steps;
			return this;
		}

		/**
		 * How many images to make.
		 * @param n how many images to make, or {@code null} for one
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * A seed for repeatable images.
		 * @param seed a seed for repeatable images, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * What the images shall not show.
		 * @param negativePrompt what the images shall not show, or {@code null}
		 * @return this builder
		 */
		public Builder negativePrompt(@Nullable String negativePrompt) {
			this.negativePrompt = negativePrompt;
			return this;
		}

		/**
		 * How closely to follow the prompt.
		 * @param guidanceScale how closely to follow the prompt, or {@code null}; higher
		 * is closer
		 * @return this builder
		 */
		public Builder guidanceScale(@Nullable Double guidanceScale) {
			this.guidanceScale = guidanceScale;
			return this;
		}

		/**
		 * An image to start from.
		 * @param imageUrl an image to start from, or {@code null}
		 * @return this builder
		 */
		public Builder imageUrl(@Nullable String imageUrl) {
			this.imageUrl = imageUrl;
			return this;
		}

		/**
		 * URLs of images that guide the look.
		 * @param referenceImages URLs of images that guide the look; empty for none
		 * @return this builder
		 */
		public Builder referenceImages(List<String> referenceImages) {
			this.referenceImages = List.copyOf(referenceImages);
			return this;
		}

		/**
		 * Adaptations of the model.
		 * @param loras adaptations of the model; empty for none
		 * @return this builder
		 */
		public Builder loras(List<Lora> loras) {
			this.loras = List.copyOf(loras);
			return this;
		}

		/**
		 * How images are given back.
		 * @param delivery how images are given back, or {@code null} to leave it to the
		 * provider
		 * @return this builder
		 */
		public Builder delivery(@Nullable Delivery delivery) {
			this.delivery = delivery;
			return this;
		}

		/**
		 * The file format, {@code jpeg} or {@code png}.
		 * @param outputFormat the file format, {@code jpeg} or {@code png}, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder outputFormat(@Nullable String outputFormat) {
			this.outputFormat = outputFormat;
			return this;
		}

		/**
		 * Whether images are not checked.
		 * @param disableSafetyChecker whether images are not checked, or {@code null}
		 * @return this builder
		 */
		public Builder disableSafetyChecker(@Nullable Boolean disableSafetyChecker) {
			this.disableSafetyChecker = disableSafetyChecker;
			return this;
		}

		/**
		 * A field that the backend sends as it is, for what has no property here yet.
		 * @param name the field's name on the wire
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder custom(String name, @Nullable Object value) {
			this.custom.put(name, value);
			return this;
		}

		/**
		 * The request's id, provenance and warnings.
		 * @param metadata the request's id, provenance and warnings; by default with a
		 * random id
		 * @return this builder
		 */
		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Deadlines of this call, laid over the client's.
		 * @param deadlines deadlines of this call, laid over the client's
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public IRImageRequest build() {
			return new IRImageRequest(this.prompt, this.model, this.width, this.height, this.steps, this.n, this.seed,
					this.negativePrompt, this.guidanceScale, this.imageUrl, this.referenceImages, this.loras,
					this.delivery, this.outputFormat, this.disableSafetyChecker, this.custom,
					(this.metadata != null) ? this.metadata : IRMetadata.builder().build(), this.deadlines);
		}

	}

}
