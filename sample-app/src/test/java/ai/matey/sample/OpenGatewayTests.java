package ai.matey.sample;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Who has set no key is told what that means, and who has set none that can be sent is
 * told so.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenGatewayTests {

	@Test
	void onThisMachineItIsSaid(CapturedOutput output) throws Exception {
		start(null, "127.0.0.1");
		start("  ", "::1");
		assertThat(output.toString().lines()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("INFO")
				.contains("every program on this machine", "sample.gateway.api-key"));
	}

	@Test
	void onTheNetItIsAWarning(CapturedOutput output) throws Exception {
		start(null, null);
		start(null, "0.0.0.0");
		start(null, "192.0.2.1");
		assertThat(output.toString().lines()).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("WARN").contains("sample.gateway.api-key"));
		assertThat(output).contains("anyone who can reach 192.0.2.1");
	}

	@Test
	void withAKeyNothingIsSaid(CapturedOutput output) throws Exception {
		start("some-key", null);
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${SAMPLE_KEY}", "two words", "schlüssel", "line\nbreak" })
	void keyThatCannotBeSentIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> properties(key))
			.withMessageContaining("sample.gateway.api-key")
			.withMessageNotContainingAny(key);
	}

	private static void start(@Nullable String key, @Nullable String address) throws Exception {
		ServerProperties server = new ServerProperties();
		server.setAddress((address != null) ? InetAddress.getByName(address) : null);
		assertThat(new GatewayKeyFilter(properties(key), server)).isNotNull();
	}

	private static GatewayProperties properties(@Nullable String key) {
		return new GatewayProperties(key, List.of(), Duration.ofSeconds(1), Duration.ofSeconds(1));
	}

}
