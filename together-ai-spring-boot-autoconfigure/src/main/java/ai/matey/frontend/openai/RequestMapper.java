package ai.matey.frontend.openai;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ResponseFormat;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRProvenance;
import ai.matey.ir.IRResponseFormat;

/**
 * Translates a request.
 */
final class RequestMapper {

	private RequestMapper() {
	}

	static IRChatRequest toIR(ChatCompletionRequest request) {
		RequestNotes notes = new RequestNotes(IRParameterMapper.model(request));
		ToolMapper tools = new ToolMapper(notes);
		IRChatRequest.Builder builder = IRChatRequest.builder()
			.messages(new IRMessageMapper(notes).toIR(request.messages()))
			.parameters(new IRParameterMapper(notes).toIR(request))
			.tools(tools.tools(request))
			.toolChoice(tools.choice(request))
			.responseFormat(responseFormat(notes, request.responseFormat()));
		IRMetadata.Builder metadata = IRMetadata.builder()
			.provenance(IRProvenance.NONE.withFrontend(OpenAIFrontendAdapter.NAME))
			.warnings(notes.warnings());
		// The caller's tags are not for the provider, but middleware may want them
		Object tags = request.additional().get("metadata");
		if (!RequestNotes.saysNothing(tags)) {
			metadata.custom("metadata", tags);
		}
		return builder.metadata(metadata.build()).build();
	}

	private static @Nullable IRResponseFormat responseFormat(RequestNotes notes, @Nullable ResponseFormat format) {
		if (format == null) {
			return null;
		}
		notes.unknown("response_format", format.additional());
		String type = format.type();
		if (type == null) {
			throw notes.invalid("response_format.type",
					"response_format.type is missing: set text, json_object, json_schema or regex");
		}
		return switch (type) {
			case "text" -> new IRResponseFormat.Text();
			case "json_object" -> new IRResponseFormat.JsonObject();
			case "json_schema" -> jsonSchema(notes, format);
			case "regex" -> regex(notes, format.pattern());
			default -> throw notes.invalid("response_format.type", "response_format.type is " + RequestNotes.word(type)
					+ ": use text, json_object, json_schema or regex");
		};
	}

	private static IRResponseFormat jsonSchema(RequestNotes notes, ResponseFormat format) {
		ResponseFormat.JsonSchema jsonSchema = format.jsonSchema();
		Map<String, @Nullable Object> flat = format.schema();
		if (jsonSchema == null && flat != null) {
			notes.normalized("response_format.schema",
					"response_format.schema was sent as json_schema with the name response");
			return new IRResponseFormat.JsonSchema("response", flat);
		}
		String path = "response_format.json_schema";
		if (jsonSchema == null) {
			throw notes.invalid(path, path + " is missing: set it to an object with name and schema");
		}
		notes.unknown(path, jsonSchema.additional());
		String name = jsonSchema.name();
		if (name == null || name.isBlank()) {
			throw notes.invalid(path + ".name", path + ".name is missing: set the name of the schema");
		}
		return new IRResponseFormat.JsonSchema(name, jsonSchema.description(),
				RequestNotes.orEmpty(jsonSchema.schema()), jsonSchema.strict());
	}

	private static IRResponseFormat regex(RequestNotes notes, @Nullable String pattern) {
		if (pattern == null || pattern.isEmpty()) {
			throw notes.invalid("response_format.pattern",
					"response_format.pattern is missing: set the regular expression");
		}
		return new IRResponseFormat.Regex(pattern);
	}

}
