package ai.matey.core;

import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.adapter.FrontendAdapter;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.object.ObjectEvent;
import ai.matey.object.ObjectOperations;
import ai.matey.object.ObjectResponse;
import ai.matey.schema.JsonType;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolDecision;
import ai.matey.tool.ToolEvent;
import ai.matey.tool.ToolOperations;
import ai.matey.tool.ToolRun;

/**
 * Default {@link Bridge}, which creates the objects that make the calls.
 */
final class DefaultBridge implements Bridge {

	private final BackendAdapter backend;

	private final MiddlewareChain chat;

	private final ToolOperations tools;

	private final ObjectOperations objects;

	DefaultBridge(BackendAdapter backend, MiddlewareChain chat, ToolOperations tools, ObjectOperations objects) {
		this.backend = backend;
		this.chat = chat;
		this.tools = tools;
		this.objects = objects;
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request) {
		return this.chat.chat(request);
	}

	@Override
	public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
		return this.chat.chatStream(request);
	}

	@Override
	public Mono<ToolRun> runTools(IRChatRequest request, Collection<Tool> tools) {
		return this.tools.runTools(request, tools);
	}

	@Override
	public Flux<ToolEvent> streamTools(IRChatRequest request, Collection<Tool> tools) {
		return this.tools.streamTools(request, tools);
	}

	@Override
	public Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools) {
		return this.tools.resumeTools(pending, decisions, tools);
	}

	@Override
	public Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions,
			Collection<Tool> tools) {
		return this.tools.streamResumedTools(pending, decisions, tools);
	}

	@Override
	public <T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, JsonType<T> type,
			Collection<Tool> tools) {
		return this.objects.generateObjectResponse(request, type, tools);
	}

	@Override
	public <T> Flux<T> streamObject(IRChatRequest request, JsonType<T> type, Collection<Tool> tools) {
		return this.objects.streamObject(request, type, tools);
	}

	@Override
	public <T> Flux<ObjectEvent<T>> streamObjectEvents(IRChatRequest request, JsonType<T> type,
			Collection<Tool> tools) {
		return this.objects.streamObjectEvents(request, type, tools);
	}

	@Override
	public Mono<ListModelsResult> listModels(ListModelsOptions options) {
		return this.backend.listModels(options);
	}

	@Override
	public Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return this.chat.embed(request);
	}

	@Override
	public Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return this.chat.complete(request);
	}

	@Override
	public Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return this.chat.completeStream(request);
	}

	@Override
	public Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return this.chat.rerank(request);
	}

	@Override
	public Mono<IRImageResponse> generateImages(IRImageRequest request) {
		return this.chat.generateImages(request);
	}

	@Override
	public <Q, R, C> FrontendBridge<Q, R, C> with(FrontendAdapter<Q, R, C> frontend) {
		return new DefaultFrontendBridge<>(this, frontend);
	}

	@Override
	public BackendAdapter backend() {
		return this.backend;
	}

}
