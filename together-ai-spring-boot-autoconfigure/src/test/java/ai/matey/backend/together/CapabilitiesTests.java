package ai.matey.backend.together;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.VideoContent;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the adapter claims is held against what it sends.
 */
class CapabilitiesTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final MediaSource SOURCE = new MediaSource.Url("https://example.com/x");

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).start();

	private final TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
		.apiKey("some-key-for-tests")
		.baseUrl(this.fake.baseUrl())
		.defaultModel("openai/gpt-oss-20b")
		.build();

	@AfterEach
	void stop() {
		this.together.close();
		this.fake.close();
	}

	@Test
	void theAdapterDoesWhatItClaimsAndNoMore() {
		IRTool tool = new IRTool("some_tool", "Does something", Map.of("type", "object"));
		IRResponseFormat schema = new IRResponseFormat.JsonSchema("some_schema", Map.of("type", "object"));
		assertThat(this.together.metadata().capabilities()).isEqualTo(new AdapterCapabilities(streams(),
				sends(IRChatRequest.builder().user("Hi").tool(tool), "some_tool"),
				sends(new ImageContent(SOURCE), "image_url"), sends(new AudioContent(SOURCE), "audio_url"),
				sends(new VideoContent(SOURCE), "video_url"), sends(new DocumentContent(SOURCE, null), "document"),
				sends(IRChatRequest.builder().user("Hi").responseFormat(schema), "some_schema"), embeds()));
	}

	private boolean streams() {
		return this.together.executeStream(IRChatRequest.of("Hi")).blockLast(LIMIT) instanceof IRStreamChunk.Done;
	}

	private boolean embeds() {
		return this.together.embed(
				IREmbedRequest.builder().model("intfloat/multilingual-e5-large-instruct").input(List.of("Hi")).build())
			.map((response) -> !response.embeddings().isEmpty())
			.onErrorReturn(CapabilitiesTests::isUnsupported, false)
			.blockOptional(LIMIT)
			.orElse(false);
	}

	private boolean sends(MessageContent content, String expected) {
		return sends(IRChatRequest.builder().message(IRMessage.user(content)), expected);
	}

	/**
	 * Whether the adapter sends a request, rather than refuse it as something that it
	 * cannot express.
	 */
	private boolean sends(IRChatRequest.Builder request, String expected) {
		this.fake.reset();
		this.fake.enqueue(Reply.text("Hello"));
		return this.together.execute(request.build())
			.map((response) -> this.fake.requests().get(0).body().contains(expected))
			.onErrorReturn(CapabilitiesTests::isUnsupported, false)
			.blockOptional(LIMIT)
			.orElse(false);
	}

	private static boolean isUnsupported(Throwable failure) {
		return failure instanceof ValidationException invalid && invalid.code() == ErrorCode.UNSUPPORTED_FEATURE;
	}

}
