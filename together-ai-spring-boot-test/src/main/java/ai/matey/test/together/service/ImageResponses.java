package ai.matey.test.together.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Step;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates responses with images: PNG files of eight by eight pixels in one color,
 * whatever the request asks for.
 */
final class ImageResponses {

	static final String PATH = "/fake-images/";

	private static final int SIZE = 8;

	private static final int MOST_IMAGES = 16;

	private ImageResponses() {
	}

	static Script create(ReceivedRequest request, String model, JsonNode body) {
		String prompt = Json.string(body, "prompt");
		if (prompt == null) {
			throw ApiException.invalid("Made up by FakeTogether: the request has no prompt.", "prompt");
		}
		boolean base64 = "base64".equals(Json.string(body, "response_format"));
		int count = Math.min(MOST_IMAGES, Math.max(1, Json.integer(body, "n", 1)));
		ObjectNode response = Json.object().put("id", request.responseId()).put("model", model).put("object", "list");
		ArrayNode data = response.putArray("data");
		for (int index = 0; index < count; index++) {
			int color = (prompt + index).hashCode() & 0xffffff;
			ObjectNode image = data.addObject().put("index", index);
			if (base64) {
				image.put("b64_json", Base64.getEncoder().encodeToString(png(color)));
			}
			else {
				image.put("url", "http://%s%s%06x.png".formatted(request.header("host"), PATH, color));
			}
			image.putObject("timings").put("inference", 0.01);
		}
		return Script.json(200, Json.indented(response));
	}

	/**
	 * Return the image at one of the URLs that were sent.
	 */
	static Script image(String path) {
		String name = path.substring(PATH.length());
		if (!name.matches("[0-9a-f]{6}\\.png")) {
			throw ApiException.invalid(404, "Made up by FakeTogether: there is no such image.", null, null);
		}
		int color = Integer.parseInt(name.substring(0, 6), 16);
		return Script.status(200).header("content-type", "image/png").then(Step.Write.of(png(color)));
	}

	private static byte[] png(int color) {
		ByteBuffer header = ByteBuffer.allocate(13).putInt(SIZE).putInt(SIZE).put((byte) 8).put((byte) 2);
		ByteBuffer pixels = ByteBuffer.allocate(SIZE * (1 + SIZE * 3));
		for (int row = 0; row < SIZE; row++) {
			pixels.put((byte) 0);
			for (int column = 0; column < SIZE; column++) {
				pixels.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
			}
		}
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		png.writeBytes(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' });
		png.writeBytes(chunk("IHDR", header.array()));
		png.writeBytes(chunk("IDAT", deflated(pixels.array())));
		png.writeBytes(chunk("IEND", new byte[0]));
		return png.toByteArray();
	}

	private static byte[] chunk(String name, byte[] data) {
		ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
		chunk.put(name.getBytes(StandardCharsets.US_ASCII)).put(data);
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array(), 4, data.length + 4);
		return chunk.putInt((int) checksum.getValue()).array();
	}

	private static byte[] deflated(byte[] data) {
		Deflater deflater = new Deflater();
		try {
			deflater.setInput(data);
			deflater.finish();
			byte[] buffer = new byte[data.length + 64];
			int length = deflater.deflate(buffer);
			return Arrays.copyOf(buffer, length);
		}
		finally {
			deflater.end();
		}
	}

}
