package ai.matey.springai;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

import ai.matey.errors.ProviderException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IREmbedRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class EmbeddingModelTests {

	private static final String MODEL = "intfloat/multilingual-e5-large-instruct";

	private final FakeTogether fake;

	private final Rig rig;

	EmbeddingModelTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void vectorsStandInTheOrderOfTheTexts() {
		EmbeddingResponse response = model(MODEL).call(new EmbeddingRequest(List.of("one", "two", "three"), null));
		assertThat(response.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1, 2);
		assertThat(response.getResults()).allMatch((embedding) -> embedding.getOutput().length == 1024);
		assertThat(response.getMetadata().getModel()).isEqualTo(MODEL);
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isZero();
		assertThat(response.getMetadata().<String>get(TogetherMetadata.REQUEST_ID)).isNotEmpty();
		assertThat(model(MODEL).embed("two")).isEqualTo(response.getResults().get(1).getOutput());
	}

	@Test
	void longListsAreSentInBatches() {
		TogetherEmbeddingModel model = TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder()
				.model(MODEL)
				.maxBatchSize(2)
				.encoding(IREmbedRequest.Encoding.BASE64)
				.build())
			.build();
		assertThat(model.embed(List.of("a", "b", "c", "d", "e"))).hasSize(5);
		assertThat(this.fake.requests()).hasSize(3)
			.allMatch((request) -> request.json().get("encoding_format").stringValue().equals("base64"));
	}

	@Test
	void documentsAreEmbeddedWithTheMetadataThatIsAskedFor() {
		Document document = new Document("Text", Map.of("author", "Ann"));
		model(MODEL).embed(document);
		TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder().model(MODEL).build())
			.metadataMode(MetadataMode.NONE)
			.build()
			.embed(document);
		assertThat(this.fake.requests().get(0).body()).contains("Text", "author: Ann");
		assertThat(this.fake.requests().get(1).body()).contains("Text").doesNotContain("Ann");
	}

	@Test
	void optionsOfARequestAreLaidOverThoseOfTheModel() {
		TogetherEmbeddingModel model = TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder().model("a/b").customField("x", 1).build())
			.build();
		EmbeddingOptions options = EmbeddingOptions.builder().model(MODEL).dimensions(8).build();
		assertThat(model.call(new EmbeddingRequest(List.of("a"), options)).getResult().getOutput()).hasSize(8);
		assertThat(this.fake.requests().get(0).json().get("x").intValue()).isEqualTo(1);
	}

	@Test
	void dimensionsOfKnownModelsAreNotAskedFor() {
		assertThat(model(MODEL).dimensions()).isEqualTo(1024);
		TogetherEmbeddingModel shorter = TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder().model("a/b").dimensions(8).build())
			.build();
		assertThat(shorter.dimensions()).isEqualTo(8);
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void dimensionsOfOtherModelsAreAskedForOnce() {
		try (FakeTogether open = FakeTogether.builder().anyModel().start(); Rig other = Rig.on(open)) {
			TogetherEmbeddingModel model = TogetherEmbeddingModel.builder(other.bridge)
				.options(TogetherEmbeddingOptions.builder().model("a/b").build())
				.build();
			assertThat(model.dimensions()).isEqualTo(1024);
			assertThat(model.dimensions()).isEqualTo(1024);
			assertThat(open.requests()).hasSize(1);
		}
	}

	@Test
	void aMissingModelIsExplained() {
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> TogetherEmbeddingModel.builder(this.rig.bridge).build().embed("Hello!"))
			.withMessageContaining("spring.ai.together.embedding.model");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void errorsPassUnchanged() {
		this.fake.enqueue(3, Reply.status(503).error("x", "Full"));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> model(MODEL).embed("Hello!"));
	}

	@Test
	void optionsShowNoWordsOfUsersAndDoNotChange() {
		TogetherEmbeddingOptions options = TogetherEmbeddingOptions.builder()
			.model(MODEL)
			.customField("field", "secret")
			.build();
		assertThat(options.toString()).contains(MODEL).doesNotContain("secret");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> options.customFields().clear());
	}

	private TogetherEmbeddingModel model(String name) {
		return TogetherEmbeddingModel.builder(this.rig.bridge)
			.options(TogetherEmbeddingOptions.builder().model(name).build())
			.build();
	}

}
