package ai.matey.test.together;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes images: PNG files of eight by eight pixels in one colour, whatever was asked for.
 */
final class Painting {

	static final String PATH = "/fake-images/";

	private static final int SIZE = 8;

	private static final int MOST_IMAGES = 16;

	private Painting() {
	}

	static Script answer(RecordedRequest request, String model, JsonNode body) {
		String prompt = Json.string(body, "prompt");
		if (prompt == null) {
			throw Problem.invalid("Made up by FakeTogether: the request has no prompt.", "prompt");
		}
		boolean base64 = "base64".equals(Json.string(body, "response_format"));
		int count = Math.min(MOST_IMAGES, Math.max(1, Json.integer(body, "n", 1)));
		ObjectNode answer = Json.object().put("id", ChatChunks.id(request)).put("model", model).put("object", "list");
		ArrayNode data = answer.putArray("data");
		for (int index = 0; index < count; index++) {
			int colour = (prompt + index).hashCode() & 0xffffff;
			ObjectNode image = data.addObject().put("index", index);
			if (base64) {
				image.put("b64_json", Base64.getEncoder().encodeToString(png(colour)));
			}
			else {
				image.put("url", "http://%s%s%06x.png".formatted(request.header("host"), PATH, colour));
			}
			image.putObject("timings").put("inference", 0.01);
		}
		return Script.json(200, Json.indented(answer));
	}

	/**
	 * Returns the image behind one of the answered links.
	 */
	static Script image(String path) {
		String name = path.substring(PATH.length());
		if (!name.matches("[0-9a-f]{6}\\.png")) {
			throw Problem.invalid(404, "Made up by FakeTogether: there is no such image.", null, null);
		}
		int colour = Integer.parseInt(name.substring(0, 6), 16);
		return Script.status(200).header("content-type", "image/png").then(Step.Write.of(png(colour)));
	}

	private static byte[] png(int colour) {
		ByteBuffer header = ByteBuffer.allocate(13).putInt(SIZE).putInt(SIZE).put((byte) 8).put((byte) 2);
		ByteBuffer pixels = ByteBuffer.allocate(SIZE * (1 + SIZE * 3));
		for (int row = 0; row < SIZE; row++) {
			pixels.put((byte) 0);
			for (int column = 0; column < SIZE; column++) {
				pixels.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
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
