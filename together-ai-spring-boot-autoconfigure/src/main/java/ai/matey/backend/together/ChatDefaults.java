package ai.matey.backend.together;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRole;

/**
 * Defaults of a client for chat requests that do not set these values.
 *
 * @param parameters the default parameters
 * @param system the default system message, or {@code null}
 */
record ChatDefaults(IRParameters parameters, @Nullable String system) {

	IRChatRequest apply(IRChatRequest request) {
		boolean addSystem = this.system != null
				&& request.messages().stream().noneMatch((message) -> message.role() == IRRole.SYSTEM);
		if (!addSystem && this.parameters.equals(IRParameters.NONE)) {
			return request;
		}
		IRChatRequest.Builder builder = request.mutate().parameters(request.parameters().orElse(this.parameters));
		if (this.system != null && addSystem) {
			builder.system(this.system);
		}
		return builder.build();
	}

	/**
	 * Omit the system message, since it is part of a prompt.
	 */
	@Override
	public String toString() {
		return "ChatDefaults[parameters=" + this.parameters + "]";
	}

}
