package ai.matey.ir;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IRChatRequestTests {

	@Test
	void systemMessagesStandFirstInTheOrderInWhichTheyWereAdded() {
		IRChatRequest request = IRChatRequest.builder().user("U").system("S1").user("V").system("S2").build();
		assertThat(request.messages()).extracting(IRMessage::text).containsExactly("S1", "S2", "U", "V");
	}

	@Test
	void middlewareAddsOneWithoutThinking() {
		IRChatRequest request = IRChatRequest.builder().user("U").build();
		assertThat(request.mutate().system("S").build().messages()).extracting(IRMessage::role)
			.containsExactly(IRRole.SYSTEM, IRRole.USER);
		IRChatRequest instructed = request.mutate().system("S").build();
		assertThat(instructed.mutate().system("T").build().messages()).extracting(IRMessage::text)
			.containsExactly("S", "T", "U");
	}

}
