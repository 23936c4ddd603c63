package ai.matey.tool;

import java.util.Objects;

import reactor.util.context.ContextView;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.ToolUseContent;

/**
 * The context of a tool call.
 *
 * @param call the model's call
 * @param request the request that started the run
 * @param reactor the subscriber's Reactor context
 * @since 0.1.0
 */
public record ToolContext(ToolUseContent call, IRChatRequest request, ContextView reactor) {

	public ToolContext {
		Objects.requireNonNull(call, "call must not be null");
		Objects.requireNonNull(request, "request must not be null");
		Objects.requireNonNull(reactor, "reactor must not be null");
	}

	/**
	 * Return the call only, since the context may contain anything.
	 */
	@Override
	public String toString() {
		return "ToolContext[call=" + this.call + "]";
	}

}
