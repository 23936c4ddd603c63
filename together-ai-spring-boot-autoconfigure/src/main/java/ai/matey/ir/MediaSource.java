package ai.matey.ir;

import java.util.Objects;

/**
 * The source of an image, an audio recording, a video or a document.
 *
 * @since 0.1.0
 */
public sealed interface MediaSource permits MediaSource.Url, MediaSource.Base64 {

	/**
	 * Create a source that the provider fetches itself.
	 * @param url an {@code https:} or {@code data:} URL
	 * @return the source
	 */
	static MediaSource url(String url) {
		return new Url(url);
	}

	/**
	 * Create a source that is sent within the request.
	 * @param mediaType the media type, such as {@code image/png}
	 * @param data the bytes, base64-encoded
	 * @return the source
	 */
	static MediaSource base64(String mediaType, String data) {
		return new Base64(mediaType, data);
	}

	/**
	 * A source by reference.
	 *
	 * @param url an {@code https:} or {@code data:} URL
	 */
	record Url(String url) implements MediaSource {

		public Url {
			Objects.requireNonNull(url, "url must not be null");
		}

		@Override
		public String toString() {
			return "Url[" + this.url.length() + " chars]";
		}

	}

	/**
	 * A source by value.
	 *
	 * @param mediaType the media type, such as {@code image/png}
	 * @param data the bytes, base64-encoded
	 */
	record Base64(String mediaType, String data) implements MediaSource {

		public Base64 {
			Objects.requireNonNull(mediaType, "mediaType must not be null");
			Objects.requireNonNull(data, "data must not be null");
		}

		@Override
		public String toString() {
			return "Base64[" + this.mediaType + ", " + this.data.length() + " chars]";
		}

	}

}
