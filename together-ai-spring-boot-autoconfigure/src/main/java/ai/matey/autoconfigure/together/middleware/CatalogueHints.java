package ai.matey.autoconfigure.together.middleware;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ImageContent;
import ai.matey.ir.ModelCapability;
import ai.matey.middleware.alias.ModelHints;

/**
 * Derives hints from the cached list of models. Only a chat template shows what a model
 * supports; without one, nothing is known.
 *
 * @param adapter the adapter with the list
 */
record CatalogueHints(TogetherAIBackendAdapter adapter) implements ModelHints {

	private static final Set<String> TEXT = Set.of("chat", "language", "code", "moderation");

	@Override
	public List<IRWarning> warnings(IRChatRequest request, String model) {
		AIModel known = this.adapter.cachedModel(model);
		if (known == null) {
			return List.of();
		}
		List<IRWarning> warnings = new ArrayList<>(0);
		Integer maxTokens = request.parameters().maxTokens();
		if (maxTokens != null && known.contextLength() != null && maxTokens > known.contextLength()) {
			warnings.add(warning("max_tokens",
					model + " has a context length of only " + known.contextLength() + " tokens"));
		}
		if (known.metadata().get("config") instanceof Map<?, ?> config
				&& config.get("chat_template") instanceof String) {
			if (!request.tools().isEmpty() && !known.capabilities().contains(ModelCapability.TOOLS)) {
				warnings.add(warning("tools", "The chat template of " + model + " does not support tools"));
			}
			if (hasImage(request) && !known.capabilities().contains(ModelCapability.VISION)) {
				warnings.add(warning("messages", "The chat template of " + model + " does not support images"));
			}
		}
		return warnings;
	}

	/**
	 * Models that generate text support both chats and completions, whatever their type
	 * in the list.
	 */
	@Override
	public @Nullable String kind(String model) {
		AIModel known = this.adapter.cachedModel(model);
		String type = (known != null) ? known.type() : null;
		return (type != null && TEXT.contains(type)) ? "text" : type;
	}

	private static boolean hasImage(IRChatRequest request) {
		return request.messages()
			.stream()
			.anyMatch((message) -> message.content().stream().anyMatch(ImageContent.class::isInstance));
	}

	private static IRWarning warning(String field, String message) {
		return new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED, message, field, "model-aliases");
	}

}
