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
			.responseFormat(new ResponseFormatMapper(notes).toIR(request.responseFormat()));
		IRMetadata.Builder metadata = IRMetadata.builder()
			.provenance(IRProvenance.NONE.withFrontend(OpenAIFrontendAdapter.NAME))
			.warnings(notes.warnings());
		// The caller's tags are not sent to the provider, but middleware may use them
		Object tags = request.additional().get("metadata");
		if (!RequestNotes.saysNothing(tags)) {
			metadata.custom("metadata", tags);
		}
		return builder.metadata(metadata.build()).build();
	}

}
