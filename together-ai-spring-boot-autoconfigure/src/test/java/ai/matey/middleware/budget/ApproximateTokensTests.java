package ai.matey.middleware.budget;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRTool;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.TextContent;

import static org.assertj.core.api.Assertions.assertThat;

class ApproximateTokensTests {

	@Test
	void textHasATokenForEachThreeBytesOfUtf8() {
		assertThat(ApproximateTokens.text("")).isZero();
		assertThat(ApproximateTokens.text("abc")).isEqualTo(1);
		assertThat(ApproximateTokens.text("abcd")).isEqualTo(2);
		assertThat(ApproximateTokens.text("äöü")).isEqualTo(2);
		assertThat(ApproximateTokens.text("日本語")).isEqualTo(3);
		assertThat(ApproximateTokens.text("😀😀😀")).isEqualTo(4);
	}

	@Test
	void messagesMediaAndToolsCount() {
		assertThat(ApproximateTokens.prompt(IRChatRequest.of("abc"))).isEqualTo(5);
		IRChatRequest image = IRChatRequest.builder()
			.message(IRMessage.user(new TextContent("abc"), new ImageContent(MediaSource.url("https://host/a.png"))))
			.build();
		assertThat(ApproximateTokens.prompt(image)).isEqualTo(6505);
		IRChatRequest tool = IRChatRequest.builder()
			.user("abc")
			.tools(List.of(new IRTool("clock", "Tells the time", Map.of("type", "object"))))
			.build();
		assertThat(ApproximateTokens.prompt(tool)).isBetween(15L, 30L);
	}

}
