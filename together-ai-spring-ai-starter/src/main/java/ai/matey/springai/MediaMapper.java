package ai.matey.springai;

import java.util.Base64;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.VideoContent;

/**
 * Maps media to content parts. Media of types that Together does not support become
 * documents, which the backend rejects with a reason.
 */
final class MediaMapper {

	private MediaMapper() {
	}

	static MessageContent content(Media media) {
		MediaSource source = source(media);
		return switch (media.getMimeType().getType()) {
			case "image" -> new ImageContent(source);
			case "audio" -> new AudioContent(source);
			case "video" -> new VideoContent(source);
			default -> new DocumentContent(source, media.getName());
		};
	}

	/**
	 * Return the URL of the media, which is a {@code data:} URL for bytes.
	 */
	static String url(Media media) {
		MediaSource source = source(media);
		if (source instanceof MediaSource.Base64 bytes) {
			return "data:" + bytes.mediaType() + ";base64," + bytes.data();
		}
		return ((MediaSource.Url) source).url();
	}

	/**
	 * Some parts of Spring AI use text that is not a URL for base64.
	 */
	private static MediaSource source(Media media) {
		MimeType type = media.getMimeType();
		String mediaType = type.getType() + "/" + type.getSubtype();
		if (media.getData() instanceof byte[] bytes) {
			return MediaSource.base64(mediaType, Base64.getEncoder().encodeToString(bytes));
		}
		String text = media.getData().toString();
		return text.contains(":") ? MediaSource.url(text) : MediaSource.base64(mediaType, text);
	}

}
