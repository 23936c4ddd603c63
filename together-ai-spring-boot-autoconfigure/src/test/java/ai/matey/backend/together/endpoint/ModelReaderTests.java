package ai.matey.backend.together.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.AIModel;
import ai.matey.ir.ModelCapability;

import static org.assertj.core.api.Assertions.assertThat;

class ModelReaderTests {

	@Test
	void readsABareArrayAndAnObjectWithData() {
		assertThat(ModelReader.read(Json.read("[{\"id\":\"a\"},{\"id\":\"\"},{},1]"))).extracting(AIModel::id)
			.containsExactly("a");
		assertThat(ModelReader.read(Json.read("{\"data\":[{\"id\":\"a\"}]}"))).hasSize(1);
		assertThat(ModelReader.read(Json.read("[]"))).isEmpty();
		assertThat(ModelReader.read(Json.read("{\"error\":{}}"))).isNull();
	}

	@Test
	void readsEveryField() {
		AIModel model = model("""
				'type':'chat','created':1785049898,'display_name':'A B','organization':'O','context_length':1000,
				'link':'https://example.com','running':false,
				'pricing':{'input':3,'output':0.5,'cached_input':0.25,'image':{'example_price':1}}""");
		assertThat(model.name()).isEqualTo("A B");
		assertThat(model.created()).isEqualTo(Instant.ofEpochSecond(1785049898));
		assertThat(model.ownedBy()).isEqualTo("O");
		assertThat(model.contextLength()).isEqualTo(1000);
		assertThat(model.pricing().inputPerMillion()).isEqualTo(3);
		assertThat(model.pricing().outputPerMillion()).isEqualTo(0.5);
		assertThat(model.pricing().cachedInputPerMillion()).isEqualTo(0.25);
		assertThat(model.pricing().details()).containsEntry("image", Map.of("example_price", 1));
		assertThat(model.metadata()).isEqualTo(Map.of("link", "https://example.com", "running", false));
	}

	@Test
	void mostFieldsMayBeMissingOrOdd() {
		for (String fields : List.of("'x':1", "'created':0,'display_name':'','context_length':null,'pricing':0",
				"'created':-1,'display_name':' ','context_length':0,'pricing':null",
				"'created':1e300,'context_length':1e300",
				"'created':'now','display_name':null,'context_length':99999999999,'type':null,'config':null")) {
			AIModel model = model(fields);
			assertThat(model.name()).isEqualTo("id");
			assertThat(model.type()).isNull();
			assertThat(model.created()).isNull();
			assertThat(model.contextLength()).isNull();
			assertThat(model.pricing()).isNull();
			assertThat(model.capabilities()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "chat,CHAT", "language,COMPLETION", "code,COMPLETION", "embedding,EMBEDDING", "rerank,RERANK",
			"image,IMAGE_GENERATION", "audio,AUDIO", "video,VIDEO", "transcribe,TRANSCRIPTION",
			"moderation,MODERATION" })
	void theTypeTellsWhatAModelCanDo(String type, ModelCapability capability) {
		assertThat(model("'type':'" + type + "'").capabilities()).containsExactly(capability);
		assertThat(model("'type':'brand-new'").capabilities()).isEmpty();
		assertThat(model("'type':'brand-new'").type()).isEqualTo("brand-new");
	}

	@Test
	void theTemplateOfAChatTellsMore() {
		String config = "'config':{'chat_template':'{% if tools %} image <think>'}";
		assertThat(model("'type':'chat'," + config).capabilities()).containsExactlyInAnyOrder(ModelCapability.CHAT,
				ModelCapability.TOOLS, ModelCapability.VISION, ModelCapability.REASONING);
		assertThat(model("'type':'rerank'," + config).capabilities()).containsExactly(ModelCapability.RERANK);
		assertThat(model("'type':'chat','config':{'chat_template':'plain'}").capabilities())
			.containsExactly(ModelCapability.CHAT);
	}

	private static AIModel model(String fields) {
		return ModelReader.read(Json.read(("[{'id':'id'," + fields + "}]").replace('\'', '"'))).get(0);
	}

}
