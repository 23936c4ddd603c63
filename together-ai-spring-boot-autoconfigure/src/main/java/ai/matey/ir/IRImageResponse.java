package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Generated images.
 *
 * @param images the images in the provider's order
 * @param metadata who answered and how
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
	 * One image: a URL or the bytes.
	 *
	 * @param index the provider's number of the image, from 0
	 * @param url where the image can be fetched for a while, or {@code null}
	 * @param base64 its bytes, base64-encoded, or {@code null}
	 * @param inferenceTime how long its making took, or {@code null}; Together gives
	 * seconds for some models and milliseconds for others
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
