package ai.matey.backend.together.stream;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineEndScannerTests {

	@Test
	void findsEitherEndAtEveryOffset() {
		for (int length = 1; length < 40; length++) {
			for (int at = 0; at < length; at++) {
				byte[] bytes = "x".repeat(length).getBytes();
				bytes[at] = (byte) ((at % 2 == 0) ? '\n' : '\r');
				for (int from = 0; from <= at; from++) {
					assertThat(LineEndScanner.find(bytes, from, length)).isEqualTo(at);
				}
				assertThat(LineEndScanner.find(bytes, at + 1, length)).isEqualTo(length);
				assertThat(LineEndScanner.find(bytes, 0, at)).isEqualTo(at);
			}
		}
	}

	@Test
	void findsWhatLookingAtEveryByteFinds() {
		Random random = new Random(7);
		for (int run = 0; run < 20_000; run++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			int expected = 0;
			while (expected < bytes.length && bytes[expected] != '\n' && bytes[expected] != '\r') {
				expected++;
			}
			assertThat(LineEndScanner.find(bytes, 0, bytes.length)).isEqualTo(expected);
		}
	}

}
