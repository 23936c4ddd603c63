package ai.matey.backend.together.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a recorded stream is cut into buffers makes no difference to what it yields.
 */
class StreamSplitTests {

	/** Shorter than any event, so that each event is cut several times. */
	private static final int PIECE = 61;

	@TestFactory
	@RequiresRecordings
	Stream<DynamicTest> cutsMakeNoDifference() {
		return Recording.all()
			.stream()
			.filter(Recording::isStream)
			.map((recording) -> DynamicTest.dynamicTest(recording.name(), () -> {
				byte[] body = recording.body();
				List<Object> whole = DecoderRun.of(body);
				assertThat(DecoderRun.of(pieces(body, 1, 1))).isEqualTo(whole);
				for (int first = 1; first <= PIECE; first++) {
					assertThat(DecoderRun.of(pieces(body, first, PIECE))).as("first cut at %d", first).isEqualTo(whole);
				}
			}));
	}

	/**
	 * Cuts a body: once for each {@code first} from 1 to {@code size}, and every offset
	 * was cut at.
	 */
	static byte[][] pieces(byte[] body, int first, int size) {
		List<byte[]> pieces = new ArrayList<>();
		pieces.add(Arrays.copyOfRange(body, 0, first));
		for (int start = first; start < body.length; start += size) {
			pieces.add(Arrays.copyOfRange(body, start, Math.min(start + size, body.length)));
		}
		return pieces.toArray(byte[][]::new);
	}

}
