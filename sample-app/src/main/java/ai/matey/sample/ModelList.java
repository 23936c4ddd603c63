package ai.matey.sample;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import ai.matey.ir.AIModel;
import ai.matey.ir.ListModelsResult;

/**
 * The models in OpenAI's format, with three of Together's fields that help to choose one.
 *
 * @param object always {@code list}
 * @param data the models in the provider's order
 */
@JsonPropertyOrder({ "object", "data" })
record ModelList(@JsonProperty("object") String object, @JsonProperty("data") List<Model> data) {

	static ModelList of(ListModelsResult result) {
		return new ModelList("list", result.models().stream().map(Model::of).toList());
	}

	/**
	 * A model. OpenAI's four fields are always set.
	 *
	 * @param id the name to use in requests
	 * @param object always {@code model}
	 * @param created when it was created, in seconds since 1970; 0 if unknown
	 * @param ownedBy its owner; the part before the slash if the provider does not report
	 * one
	 * @param type its kind, such as {@code chat}, or {@code null}
	 * @param displayName the name to show
	 * @param contextLength maximum number of tokens of prompt and response, or {@code
	 * null}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "id", "object", "created", "owned_by", "type", "display_name", "context_length" })
	record Model(@JsonProperty("id") String id, @JsonProperty("object") String object,
			@JsonProperty("created") long created, @JsonProperty("owned_by") String ownedBy,
			@JsonProperty("type") @Nullable String type, @JsonProperty("display_name") String displayName,
			@JsonProperty("context_length") @Nullable Integer contextLength) {

		static Model of(AIModel model) {
			Instant created = model.created();
			String owner = model.ownedBy();
			return new Model(model.id(), "model", (created != null) ? created.getEpochSecond() : 0,
					(owner != null) ? owner : model.id().split("/", 2)[0], model.type(), model.name(),
					model.contextLength());
		}

	}

}
