package ai.matey.tool;

import java.util.Objects;

import reactor.util.context.ContextView;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.ToolUseContent;

/**
 * In which conversation a tool is called.
 *
 * @param call the model's call
 * @param request the request that the run began with
 * @param reactor the subscriber's Reactor context
 */
public record ToolContext(ToolUseContent call, IRChatRequest request, ContextView reactor) {

	public ToolContext {
		Objects.requireNonNull(call, "call must not be null");
		Objects.requireNonNull(request, "request must not be null");
		Objects.requireNonNull(reactor, "reactor must not be null");
	}

	/**
	 * Shows the call only: the context may hold anything.
	 */
	@Override
	public String toString() {
		return "ToolContext[call=" + this.call + "]";
	}

}
