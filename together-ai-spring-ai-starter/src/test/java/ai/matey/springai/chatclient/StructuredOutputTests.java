package ai.matey.springai.chatclient;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.core.ParameterizedTypeReference;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class StructuredOutputTests {

	private final ChatClient chatClient;

	private final FakeTogether fake;

	StructuredOutputTests(ChatClient.Builder builder, FakeTogether fake) {
		this.chatClient = builder.build();
		this.fake = fake;
	}

	@Test
	void aList() {
		this.fake.enqueue(Reply.text("red, green, blue"));
		assertThat(this.chatClient.prompt("Name three colours.").call().entity(new ListOutputConverter()))
			.containsExactly("red", "green", "blue");
	}

	@Test
	void aMap() {
		this.fake.enqueue(Reply.text("{\"red\":\"#f00\"}"));
		assertThat(this.chatClient.prompt("Name a colour.").call().entity(new MapOutputConverter()))
			.isEqualTo(Map.of("red", "#f00"));
	}

	@Test
	void aBean() {
		this.fake.enqueue(Reply.text("{\"city\":\"Rome\",\"days\":3}"));
		assertThat(this.chatClient.prompt("Plan a trip.").call().entity(Trip.class)).isEqualTo(new Trip("Rome", 3));
		assertThat(this.fake.requests().get(0).json().has("response_format")).isFalse();
	}

	@Test
	void theFakeServerReadsTheSchemaInThePrompt() {
		Trip trip = this.chatClient.prompt("Plan a weekend in Rome.").call().entity(Trip.class);
		assertThat(trip).extracting(Trip::city).isEqualTo("Rome");
		assertThat(this.chatClient.prompt("Plan a weekend in Rome.")
			.call()
			.entity(new ParameterizedTypeReference<List<Trip>>() {
			})).isNotEmpty();
	}

	@Test
	void aListOfBeans() {
		this.fake.enqueue(Reply.text("[{\"city\":\"Rome\",\"days\":3},{\"city\":\"Oslo\",\"days\":1}]"));
		assertThat(this.chatClient.prompt("Plan trips.").call().entity(new ParameterizedTypeReference<List<Trip>>() {
		})).containsExactly(new Trip("Rome", 3), new Trip("Oslo", 1));
	}

	@Test
	void theProvidersOwnStructuredOutputIsUsedOnRequest() {
		Trip trip = this.chatClient.prompt("Plan a trip.")
			.call()
			.entity(Trip.class, (entity) -> entity.useProviderStructuredOutput());
		assertThat(trip).isNotNull();
		var format = this.fake.requests().get(0).json().get("response_format");
		assertThat(format.get("type").stringValue()).isEqualTo("json_schema");
		assertThat(format.at("/json_schema/schema/properties/city/type").stringValue()).isEqualTo("string");
		assertThat(this.fake.requests().get(0).json().at("/messages/0/content").stringValue())
			.isEqualTo("Plan a trip.");
	}

	@Test
	void aResponseOfTheWrongShapeIsAskedForAgain() {
		this.fake.enqueue(Reply.text("{\"city\":1}"), Reply.text("{\"city\":\"Rome\",\"days\":3}"));
		assertThat(
				this.chatClient.prompt("Plan a trip.").call().entity(Trip.class, (entity) -> entity.validateSchema()))
			.isEqualTo(new Trip("Rome", 3));
		assertThat(this.fake.requests()).hasSize(2);
	}

	record Trip(String city, int days) {
	}

}
