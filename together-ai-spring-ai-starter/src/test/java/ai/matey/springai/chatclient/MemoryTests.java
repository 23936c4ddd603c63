package ai.matey.springai.chatclient;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class MemoryTests {

	private final ChatClient.Builder builder;

	private final FakeTogether fake;

	private final ChatMemoryRepository repository;

	MemoryTests(ChatClient.Builder builder, FakeTogether fake, ChatMemoryRepository repository) {
		this.builder = builder;
		this.fake = fake;
		this.repository = repository;
	}

	@Test
	void aConversationIsKeptInMemory() {
		converse(new InMemoryChatMemoryRepository());
	}

	@Test
	void aConversationIsKeptInADatabase() {
		assertThat(this.repository).isInstanceOf(JdbcChatMemoryRepository.class);
		converse(this.repository);
		assertThat(this.repository.findByConversationId("007")).extracting(Message::getText)
			.containsExactly("My name is James.", "Hello James.", "What is my name?", "James.");
	}

	private void converse(ChatMemoryRepository repository) {
		ChatMemory memory = MessageWindowChatMemory.builder().chatMemoryRepository(repository).build();
		ChatClient client = this.builder.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
		this.fake.enqueue(Reply.text("Hello James.").reasoning("A name."), Reply.text("James."),
				Reply.text("No idea."));
		say(client, "007", "My name is James.");
		assertThat(client.prompt("What is my name?")
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "007"))
			.stream()
			.content()
			.collectList()
			.block()).isEqualTo(List.of("James", "."));
		say(client, "008", "What is my name?");
		assertThat(this.fake.requests().get(1).json().get("messages").valueStream())
			.extracting((message) -> message.get("content").stringValue())
			.containsExactly("My name is James.", "Hello James.", "What is my name?");
		assertThat(this.fake.requests().get(2).json().get("messages").size()).isEqualTo(1);
	}

	private static void say(ChatClient client, String conversation, String text) {
		client.prompt(text)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.call()
			.content();
	}

}
