package ai.matey.sample;

import org.junit.jupiter.api.Test;

import ai.matey.frontend.openai.format.ChatCompletionRequest;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayFrontendTests {

	/**
	 * 600 slow readers of long streams ran out of 256 MB otherwise.
	 */
	@Test
	void nothingOfAStreamIsKept() {
		ChatCompletionRequest request = ChatCompletionRequest.builder().model("a/b").user("Hello").build();
		assertThat(new GatewayFrontend().toIR(request).assembleResponse()).isFalse();
	}

}
