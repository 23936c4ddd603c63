package ai.matey.autoconfigure.together;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;

import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.OpenAIError;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.tool.ToolRun;
import ai.matey.tool.ToolStep;

/**
 * Registers the types that Jackson accesses by reflection: the records of OpenAI's
 * format, pending runs and cached responses. The exchange with Together itself reads and
 * writes JSON without reflection.
 */
class TogetherRuntimeHints implements RuntimeHintsRegistrar {

	private static final String FORMAT = ChatCompletion.class.getPackageName();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ChatCompletionRequest.class,
				ChatCompletion.class, ChatCompletionChunk.class, OpenAIError.class);
		// Some records are created by static methods, which no general rule finds.
		wireTypes(hints)
			.forEach((type) -> hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS));
		registerState(hints);
	}

	/**
	 * A run that waits for an approval and a cached response are written as JSON with all
	 * of their content.
	 */
	private static void registerState(RuntimeHints hints) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ToolRun.Pending.class,
				IRChatRequest.class, ToolStep.class, IRChatResponse.class);
		for (Class<?> contract : List.of(MessageContent.class, MediaSource.class, IRResponseFormat.class)) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
					contract.getPermittedSubclasses());
		}
		for (String internal : List.of("State", "Serializer", "Deserializer")) {
			hints.reflection()
				.registerType(TypeReference.of(ToolRun.class.getPackageName() + ".PendingJson$" + internal),
						MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS);
		}
	}

	private static List<TypeReference> wireTypes(RuntimeHints hints) {
		return hints.reflection()
			.typeHints()
			.map(TypeHint::getType)
			.filter((type) -> type.getPackageName().equals(FORMAT))
			.toList();
	}

}
