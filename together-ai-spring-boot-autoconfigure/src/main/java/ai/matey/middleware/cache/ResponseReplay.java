package ai.matey.middleware.cache;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRProvenance;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

/**
 * Replays a cached response to another request.
 */
final class ResponseReplay {

	private ResponseReplay() {
	}

	/**
	 * Return whether a response may be replayed, because each of its choices is complete.
	 */
	static boolean isComplete(IRChatResponse response) {
		return !response.choices().isEmpty()
				&& response.choices().stream().map(IRChoice::finishReason).allMatch(ResponseReplay::isEnd)
				&& response.metadata()
					.warnings()
					.stream()
					.noneMatch((warning) -> warning.category() == IRWarning.Category.RESPONSE_INCOMPLETE);
	}

	private static boolean isEnd(FinishReason reason) {
		return reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
	}

	/**
	 * Return a response without the values that concern only its own request.
	 */
	static IRChatResponse toKeep(IRChatResponse response, IRChatRequest request) {
		List<IRWarning> warnings = new ArrayList<>(response.metadata().warnings());
		warnings.removeAll(request.metadata().warnings());
		return response.withMetadata(metadata(response.metadata(), warnings).cachedAt(Instant.now()).build());
	}

	/**
	 * Return a cached response as the response to another request.
	 */
	static IRChatResponse of(IRChatResponse kept, IRChatRequest request) {
		IRMetadata asked = request.metadata();
		List<IRWarning> warnings = new ArrayList<>(asked.warnings());
		warnings.addAll(kept.metadata().warnings());
		IRProvenance provenance = new IRProvenance(asked.provenance().frontend(),
				kept.metadata().provenance().backend(), asked.provenance().client(), asked.provenance().middleware());
		return kept.withMetadata(metadata(kept.metadata(), warnings).requestId(asked.requestId())
			.provenance(provenance)
			.cachedAt(kept.metadata().cachedAt())
			.build());
	}

	private static IRMetadata.Builder metadata(IRMetadata metadata, List<IRWarning> warnings) {
		IRMetadata.Builder builder = IRMetadata.builder()
			.requestId(metadata.requestId())
			.provenance(metadata.provenance())
			.warnings(warnings)
			.providerResponseId(metadata.providerResponseId())
			.model(metadata.model());
		metadata.custom().forEach(builder::custom);
		return builder;
	}

	/**
	 * Return a response as a stream.
	 */
	static Flux<IRStreamChunk> stream(IRChatResponse response) {
		List<IRStreamChunk> chunks = new ArrayList<>();
		chunks.add(new IRStreamChunk.Start(response.metadata()));
		response.choices().forEach((choice) -> add(choice, chunks));
		if (response.usage() != null) {
			chunks.add(new IRStreamChunk.Metadata(response.usage(), response.metadata()));
		}
		chunks.add(new IRStreamChunk.Done(response));
		return Flux.fromIterable(chunks);
	}

	private static void add(IRChoice choice, List<IRStreamChunk> chunks) {
		int index = choice.index();
		int calls = 0;
		IRLogprobs logprobs = choice.logprobs();
		for (MessageContent part : choice.message().content()) {
			if (part instanceof ReasoningContent reasoning && !reasoning.text().isEmpty()) {
				chunks.add(new IRStreamChunk.Reasoning(index, reasoning.text()));
			}
			else if (part instanceof TextContent text && !text.text().isEmpty()) {
				chunks.add(new IRStreamChunk.Content(index, text.text(), logprobs));
				logprobs = null;
			}
			else if (part instanceof ToolUseContent call) {
				chunks.add(new IRStreamChunk.ToolUse(index, calls++, call.id(), call.name(), text(call.arguments())));
			}
		}
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
