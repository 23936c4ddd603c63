package ai.matey.backend.together;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRole;

/**
 * Default values for a client's chat requests, applied to what a request does not set.
 *
 * @param parameters the default parameters
 * @param system the default system message, or {@code null}
 */
record ChatDefaults(IRParameters parameters, @Nullable String system) {

	/**
	 * Return the request with the defaults, or the request itself if it needs none of
	 * them, which is usual because a bridge applies them before its middleware.
	 */
	IRChatRequest apply(IRChatRequest request) {
		String missing = isSystemMissing(request) ? this.system : null;
		IRParameters parameters = request.parameters().orElse(this.parameters);
		if (missing == null && parameters.equals(request.parameters())) {
			return request;
		}
		IRChatRequest.Builder builder = request.mutate().parameters(parameters);
		return ((missing != null) ? builder.system(missing) : builder).build();
	}

	private static boolean isSystemMissing(IRChatRequest request) {
		return request.messages().stream().noneMatch((message) -> message.role() == IRRole.SYSTEM);
	}

	/**
	 * Omits the system message, since it is part of a prompt.
	 */
	@Override
	public String toString() {
		return "ChatDefaults[parameters=" + this.parameters + "]";
	}

}
