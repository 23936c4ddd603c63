package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message, which is text or media. The field with the name of the
 * {@code type} contains its value.
 *
 * @param type {@code text}, {@code image_url}, {@code video_url}, {@code audio_url},
 * {@code input_audio}, {@code file} or {@code refusal}
 * @param text the text, or {@code null}
 * @param imageUrl the URL of the image, or {@code null}
 * @param videoUrl the URL of the video, or {@code null}
 * @param audioUrl the URL of the audio, or {@code null}
 * @param inputAudio the audio itself, or {@code null}
 * @param file the document, or {@code null}
 * @param refusal the reason why the model refused to respond, or {@code null}
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContentPart(@JsonProperty("type") @Nullable String type, @JsonProperty("text") @Nullable String text,
		@JsonProperty("image_url") @Nullable MediaUrl imageUrl, @JsonProperty("video_url") @Nullable MediaUrl videoUrl,
		@JsonProperty("audio_url") @Nullable MediaUrl audioUrl,
		@JsonProperty("input_audio") @Nullable InputAudio inputAudio, @JsonProperty("file") @Nullable InputFile file,
		@JsonProperty("refusal") @Nullable String refusal,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ContentPart {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create a text part.
	 * @param text the text
	 * @return the part
	 */
	public static ContentPart text(String text) {
		return new ContentPart("text", text, null, null, null, null, null, null, Map.of());
	}

	/**
	 * Create an image part.
	 * @param url an {@code https:} or {@code data:} URL
	 * @return the part
	 */
	public static ContentPart imageUrl(String url) {
		return new ContentPart("image_url", null, MediaUrl.of(url), null, null, null, null, null, Map.of());
	}

	/**
	 * Create a video part.
	 * @param url an {@code https:} or {@code data:} URL
	 * @return the part
	 */
	public static ContentPart videoUrl(String url) {
		return new ContentPart("video_url", null, null, MediaUrl.of(url), null, null, null, null, Map.of());
	}

	/**
	 * Create an audio part by reference.
	 * @param url an {@code https:} or {@code data:} URL
	 * @return the part
	 */
	public static ContentPart audioUrl(String url) {
		return new ContentPart("audio_url", null, null, null, MediaUrl.of(url), null, null, null, Map.of());
	}

	/**
	 * Create an audio part by value.
	 * @param data the bytes, base64-encoded
	 * @param format the format, such as {@code wav}
	 * @return the part
	 */
	public static ContentPart inputAudio(String data, String format) {
		return new ContentPart("input_audio", null, null, null, null, new InputAudio(data, format, Map.of()), null,
				null, Map.of());
	}

	/**
	 * A document.
	 * @param filename its name
	 * @param fileData a {@code data:} URL or the bytes, base64-encoded
	 * @return the part
	 */
	public static ContentPart file(String filename, String fileData) {
		return new ContentPart("file", null, null, null, null, null, new InputFile(fileData, null, filename, Map.of()),
				null, Map.of());
	}

	@Override
	public String toString() {
		return "ContentPart[type=" + this.type + "]";
	}

	/**
	 * The URL of media. A plain string is accepted instead of the object.
	 *
	 * @param url an {@code https:} or {@code data:} URL
	 * @param detail the level of detail of an image, or {@code null}
	 * @param additional further fields by their JSON name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record MediaUrl(@JsonProperty("url") @Nullable String url, @JsonProperty("detail") @Nullable String detail,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		@JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
		public MediaUrl {
			additional = WireCopies.fields(additional);
		}

		/**
		 * Create media from a URL only.
		 * @param url an {@code https:} or {@code data:} URL
		 * @return the media
		 */
		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public static MediaUrl of(String url) {
			return new MediaUrl(url, null, Map.of());
		}

		@Override
		public String toString() {
			return "MediaUrl[" + ((this.url != null) ? this.url.length() : 0) + " chars]";
		}

	}

	/**
	 * Audio within the request.
	 *
	 * @param data the bytes, base64-encoded
	 * @param format the format, such as {@code wav}
	 * @param additional further fields by their JSON name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record InputAudio(@JsonProperty("data") @Nullable String data,
			@JsonProperty("format") @Nullable String format,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public InputAudio {
			additional = WireCopies.fields(additional);
		}

		@Override
		public String toString() {
			return "InputAudio[format=" + this.format + ", " + ((this.data != null) ? this.data.length() : 0)
					+ " chars]";
		}

	}

	/**
	 * A document.
	 *
	 * @param fileData a {@code data:} URL or the bytes, base64-encoded, or {@code null}
	 * @param fileId the id of an uploaded file, or {@code null}
	 * @param filename its name, or {@code null}
	 * @param additional further fields by their JSON name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record InputFile(@JsonProperty("file_data") @Nullable String fileData,
			@JsonProperty("file_id") @Nullable String fileId, @JsonProperty("filename") @Nullable String filename,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public InputFile {
			additional = WireCopies.fields(additional);
		}

		@Override
		public String toString() {
			return "InputFile[" + ((this.fileData != null) ? this.fileData.length() : 0) + " chars]";
		}

	}

}
