package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Generated images.
 *
 * @param images the images in the provider's order
 * @param metadata metadata of the response
 * @since 0.1.0
 */
public record IRImageResponse(List<Image> images, IRMetadata metadata) implements IRResponse {

	public IRImageResponse {
		images = List.copyOf(images);
		Objects.requireNonNull(metadata, "metadata must not be null");
	}

	/**
	 * Return the tokens used.
	 * @return {@code null}: images are not counted in tokens
	 */
	@Override
	public @Nullable IRUsage usage() {
		return null;
	}

	/**
	 * One image, as a URL or as its bytes.
	 *
	 * @param index the index of the image, starting at 0
	 * @param url the URL from which the image can be fetched for a limited time, or
	 * {@code null}
	 * @param base64 the bytes of the image, base64-encoded, or {@code null}
	 * @param inferenceTime how long the generation took, or {@code null}; Together
	 * reports seconds for some models and milliseconds for others
	 */
	public record Image(int index, @Nullable String url, @Nullable String base64, @Nullable Double inferenceTime) {

		@Override
		public String toString() {
			return "Image[index=" + this.index + ", "
					+ ((this.url != null) ? "url" : ((this.base64 != null) ? this.base64.length() : 0) + " chars")
					+ "]";
		}

	}

}
