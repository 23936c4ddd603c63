package ai.matey.frontend.openai;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ContentPart;
import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.VideoContent;

/**
 * Translates the parts of a message. References, including {@code data:} URLs, are left
 * unchanged.
 */
final class ContentPartMapper {

	private static final Map<String, String> AUDIO_TYPES = Map.of("mp3", "audio/mpeg", "m4a", "audio/mp4");

	private final RequestNotes notes;

	ContentPartMapper(RequestNotes notes) {
		this.notes = notes;
	}

	MessageContent toIR(String path, @Nullable ContentPart part) {
		if (part == null) {
			throw this.notes.invalid(path, path + " is null: leave it out or give it a type");
		}
		this.notes.unknown(path, part.additional());
		String type = part.type();
		if (type == null) {
			throw this.notes.invalid(path + ".type",
					path + ".type is missing: set text, image_url, video_url, " + "audio_url, input_audio or file");
		}
		return switch (type) {
			case "text" -> new TextContent(required(path + ".text", part.text()));
			case "image_url" -> new ImageContent(url(path + ".image_url", part.imageUrl()));
			case "video_url" -> new VideoContent(url(path + ".video_url", part.videoUrl()));
			case "audio_url" -> new AudioContent(url(path + ".audio_url", part.audioUrl()));
			case "input_audio" -> audio(path + ".input_audio", part.inputAudio());
			case "file" -> file(path + ".file", part.file());
			case "refusal" -> refusal(path + ".refusal", part.refusal());
			default -> throw this.notes.invalid(path + ".type", path + ".type is " + RequestNotes.word(type)
					+ ": use text, image_url, video_url, audio_url, input_audio or file");
		};
	}

	/**
	 * IR has no refusals, so a refusal becomes text, which shows the model what it said.
	 */
	TextContent refusal(String path, @Nullable String refusal) {
		this.notes.changed(path, path + " was sent as text");
		return new TextContent(required(path, refusal));
	}

	private MediaSource url(String path, ContentPart.@Nullable MediaUrl media) {
		if (media == null) {
			throw this.notes.invalid(path, path + " is missing: set it to an object with a url");
		}
		String detail = media.detail();
		if (detail != null && !detail.equals("auto")) {
			this.notes.unsupported(path + ".detail", path + ".detail has no counterpart and was not sent");
		}
		this.notes.unknown(path, media.additional());
		return MediaSource.url(required(path + ".url", media.url()));
	}

	private AudioContent audio(String path, ContentPart.@Nullable InputAudio audio) {
		if (audio == null) {
			throw this.notes.invalid(path, path + " is missing: set it to an object with data and format");
		}
		this.notes.unknown(path, audio.additional());
		String format = required(path + ".format", audio.format()).toLowerCase(Locale.ROOT);
		String mediaType = AUDIO_TYPES.getOrDefault(format, "audio/" + format);
		return new AudioContent(MediaSource.base64(mediaType, required(path + ".data", audio.data())));
	}

	private DocumentContent file(String path, ContentPart.@Nullable InputFile file) {
		if (file == null) {
			throw this.notes.invalid(path, path + " is missing: set it to an object with file_data");
		}
		this.notes.unknown(path, file.additional());
		if (file.fileData() == null && file.fileId() != null) {
			throw this.notes.inexpressible(path + ".file_id",
					path + ".file_id names an uploaded file, which cannot be read here: send file_data");
		}
		String data = required(path + ".file_data", file.fileData());
		String filename = file.filename();
		if (data.startsWith("data:")) {
			return new DocumentContent(MediaSource.url(data), filename);
		}
		boolean pdf = filename != null && filename.toLowerCase(Locale.ROOT).endsWith(".pdf");
		return new DocumentContent(MediaSource.base64(pdf ? "application/pdf" : "application/octet-stream", data),
				filename);
	}

	private String required(String path, @Nullable String value) {
		if (value == null) {
			throw this.notes.invalid(path, path + " is missing");
		}
		return value;
	}

}
