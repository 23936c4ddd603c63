package ai.matey.ir;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import ai.matey.adapter.BackendCall;
import ai.matey.errors.ErrorDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamesTests {

	private static final String LONG = "x".repeat(8_000_000);

	@Test
	void whatACallerSaysIsRefused() {
		refused(() -> IRChatRequest.builder().model(LONG));
		refused(() -> IRParameters.builder().user(LONG).build());
		refused(() -> IRParameters.builder().safetyModel(LONG).build());
		refused(() -> IREmbedRequest.builder().model(LONG).input(List.of("a")).build());
		refused(() -> IRRerankRequest.builder().model(LONG).query("q").documents(List.of("a")).build());
		refused(() -> IRImageRequest.builder().model(LONG).prompt("cat").build());
		refused(() -> IRMetadata.builder().requestId(LONG).build());
		assertThat(IRParameters.builder().model("x".repeat(256)).build().model()).hasSize(256);
	}

	@Test
	void whatAProviderSaysIsCut() {
		IRMetadata metadata = IRMetadata.builder().model(LONG).providerResponseId(LONG).build();
		assertThat(metadata.model()).hasSize(256);
		assertThat(metadata.providerResponseId()).hasSize(256);
		assertThat(new IRChoice(0, IRMessage.assistant("a"), FinishReason.UNKNOWN, LONG, null, null)
			.providerFinishReason()).hasSize(256);
		ErrorDetails details = new ErrorDetails("p", LONG, 400, null, LONG, LONG, LONG, null, Map.of(), null, 1);
		assertThat(List.of(details.model(), details.providerType(), details.providerCode(), details.requestId()))
			.allSatisfy((name) -> assertThat(name).hasSize(256));
		assertThat(BackendCall.of("default", BackendCall.Operation.CHAT, LONG).model()).hasSize(256);
	}

	private static void refused(ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining("256").satisfies((failure) -> {
			assertThat(failure.getMessage()).hasSizeLessThan(200);
		});
	}

}
