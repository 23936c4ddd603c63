package ai.matey.middleware;

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

class TokenEstimateTests {

	@Test
	void textHasATokenForEachThreeBytesOfUtf8() {
		assertThat(TokenEstimate.text("")).isZero();
		assertThat(TokenEstimate.text("abc")).isEqualTo(1);
		assertThat(TokenEstimate.text("abcd")).isEqualTo(2);
		assertThat(TokenEstimate.text("äöü")).isEqualTo(2);
		assertThat(TokenEstimate.text("日本語")).isEqualTo(3);
		assertThat(TokenEstimate.text("😀😀😀")).isEqualTo(4);
	}

	@Test
	void messagesMediaAndToolsCount() {
		assertThat(TokenEstimate.prompt(IRChatRequest.of("abc"))).isEqualTo(5);
		IRChatRequest image = IRChatRequest.builder()
			.message(IRMessage.user(new TextContent("abc"), new ImageContent(MediaSource.url("https://host/a.png"))))
			.build();
		assertThat(TokenEstimate.prompt(image)).isEqualTo(1505);
		IRChatRequest tool = IRChatRequest.builder()
			.user("abc")
			.tools(List.of(new IRTool("clock", "Tells the time", Map.of("type", "object"))))
			.build();
		assertThat(TokenEstimate.prompt(tool)).isBetween(15L, 30L);
	}

}
