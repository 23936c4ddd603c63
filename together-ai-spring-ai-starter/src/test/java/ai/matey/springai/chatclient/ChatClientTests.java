package ai.matey.springai.chatclient;

import java.net.URI;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.util.MimeTypeUtils;

import ai.matey.springai.TogetherChatOptions;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class ChatClientTests {

	private final ChatClient chatClient;

	private final FakeTogether fake;

	ChatClientTests(ChatClient.Builder builder, FakeTogether fake) {
		this.chatClient = builder.build();
		this.fake = fake;
	}

	@Test
	void answers() {
		assertThat(this.chatClient.prompt().user("Why is the sky blue?").call().content())
			.contains("Why is the sky blue?");
	}

	@Test
	void streams() {
		this.fake.enqueue(Reply.text("Once upon a time"));
		assertThat(this.chatClient.prompt()
			.user("Tell me a story.")
			.stream()
			.content()
			.collect(Collectors.joining("|"))
			.block()).isEqualTo("Once| upon| a| time");
	}

	@Test
	void systemTextAndParametersAreFilledIn() {
		this.chatClient.prompt()
			.system((system) -> system.text("You are {name}.").param("name", "Bob"))
			.user((user) -> user.text("Tell me about {what}.").param("what", "the sea"))
			.call()
			.content();
		assertThat(this.fake.requests().get(0).json().at("/messages/0/content").stringValue())
			.isEqualTo("You are Bob.");
		assertThat(this.fake.requests().get(0).json().at("/messages/1/content").stringValue())
			.isEqualTo("Tell me about the sea.");
	}

	@Test
	void optionsOfARequestAreLaidOverThoseOfTheModel() {
		this.chatClient.prompt("Hello!")
			.options(TogetherChatOptions.builder().temperature(0.2).reasoningEffort("low"))
			.call()
			.content();
		assertThat(this.fake.requests().get(0).json().get("temperature").doubleValue()).isEqualTo(0.2);
		assertThat(this.fake.requests().get(0).json().get("reasoning_effort").stringValue()).isEqualTo("low");
	}

	@Test
	void imagesAreSent() {
		this.chatClient.prompt()
			.user((user) -> user.text("What do you see?")
				.media(MimeTypeUtils.IMAGE_PNG, Objects.requireNonNull(getClass().getResource("/pixel.png"))))
			.call()
			.content();
		this.chatClient.prompt()
			.user((user) -> user.text("What do you see?")
				.media(new org.springframework.ai.content.Media(MimeTypeUtils.IMAGE_PNG,
						URI.create("https://example.org/a.png"))))
			.call()
			.content();
		assertThat(this.fake.requests().get(1).json().at("/messages/0/content/1/image_url/url").stringValue())
			.isEqualTo("https://example.org/a.png");
	}

	@Test
	void advisorsSeeTheConversation() {
		assertThat(this.chatClient.prompt("Hello!").advisors(new SimpleLoggerAdvisor()).call().content()).isNotEmpty();
	}

	@Test
	void metadataComesWithTheResponse() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		var response = Objects.requireNonNull(this.chatClient.prompt("Hello!").call().chatResponse());
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(5);
		assertThat(response.getMetadata().getModel()).isEqualTo("meta-llama/Llama-3.3-70B-Instruct-Turbo");
	}

}
