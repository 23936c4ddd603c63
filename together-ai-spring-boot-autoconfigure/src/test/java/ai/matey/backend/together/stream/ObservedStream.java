package ai.matey.backend.together.stream;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.RateLimits;

/**
 * What a call yields, in the form of {@code expectations.json}: a few plain values that a
 * person can check against the recording. What is absent is left out.
 */
public final class ObservedStream {

	private static final int SHORT = 60;

	private ObservedStream() {
	}

	public static Map<String, Object> of(IRChatResponse response) {
		Map<String, Object> yield = new LinkedHashMap<>();
		put(yield, "id", response.metadata().providerResponseId());
		put(yield, "model", response.metadata().model());
		put(yield, "choices", choices(response));
		put(yield, "usage", usage(response.usage()));
		put(yield, "warnings", response.metadata().warnings().stream().map(ObservedStream::warning).toList());
		put(yield, "limits", limits(response.metadata().rateLimits()));
		return yield;
	}

	public static Map<String, Object> of(ListModelsResult result) {
		return Map.of("models", result.models().stream().map(ObservedStream::model).toList());
	}

	public static Map<String, Object> of(IREmbedResponse response) {
		Map<String, Object> yield = head(response.metadata());
		put(yield, "embeddings", response.embeddings().stream().map((embedding) -> {
			float[] vector = embedding.vector();
			return embedding.index() + ": " + vector.length + " dimensions from " + vector[0] + " to "
					+ vector[vector.length - 1];
		}).toList());
		put(yield, "usage", usage(response.usage()));
		return yield;
	}

	public static Map<String, Object> of(IRRerankResponse response) {
		Map<String, Object> yield = head(response.metadata());
		put(yield, "results",
				response.results()
					.stream()
					.map((result) -> result.index() + ": " + result.relevanceScore()
							+ ((result.document() != null) ? " " + result.document() : ""))
					.toList());
		put(yield, "usage", usage(response.usage()));
		return yield;
	}

	public static Map<String, Object> of(IRImageResponse response) {
		Map<String, Object> yield = head(response.metadata());
		put(yield, "images",
				response.images()
					.stream()
					.map((image) -> image.index() + ": " + ((image.url() != null) ? image.url() : image.base64())
							+ " in " + image.inferenceTime())
					.toList());
		return yield;
	}

	private static Map<String, Object> head(IRMetadata metadata) {
		Map<String, Object> yield = new LinkedHashMap<>();
		put(yield, "id", metadata.providerResponseId());
		put(yield, "model", metadata.model());
		put(yield, "limits", limits(metadata.rateLimits()));
		return yield;
	}

	public static Map<String, Object> of(AdapterException failure) {
		Map<String, Object> yield = new LinkedHashMap<>();
		put(yield, "exception", failure.getClass().getSimpleName());
		put(yield, "code", failure.code().name());
		put(yield, "retryable", failure.isRetryable());
		put(yield, "status", failure.status());
		put(yield, "says", firstSentence(failure.providerMessage()));
		put(yield, "type", failure.providerType());
		put(yield, "providerCode", failure.providerCode());
		put(yield, "id", failure.requestId());
		if (failure instanceof ValidationException invalid) {
			put(yield, "field", invalid.field());
		}
		if (failure instanceof RateLimitException limited) {
			put(yield, "kind", limited.kind().name());
			put(yield, "wait", seconds(limited.retryAfter()));
		}
		if (failure.getCause() instanceof AdapterException cause) {
			put(yield, "cause", cause.code().name());
		}
		if (failure instanceof StreamException broken && broken.partialResponse() != null) {
			put(yield, "partial", choices(broken.partialResponse()));
		}
		put(yield, "limits", limits(failure.rateLimits()));
		return yield;
	}

	private static List<Map<String, Object>> choices(IRChatResponse response) {
		return response.choices().stream().map(ObservedStream::choice).toList();
	}

	private static Map<String, Object> choice(IRChoice choice) {
		Map<String, Object> yield = new LinkedHashMap<>();
		put(yield, "text", shortened(choice.message().text()));
		put(yield, "reasoning", shortened(choice.message().reasoning()));
		put(yield, "calls",
				choice.message()
					.toolCalls()
					.stream()
					.map((call) -> call.id() + " " + call.name() + " " + call.arguments()
							+ ((call.problem() != null) ? " BROKEN" : ""))
					.toList());
		put(yield, "finish", choice.finishReason()
				+ ((choice.providerFinishReason() != null) ? " (" + choice.providerFinishReason() + ")" : ""));
		put(yield, "seed", (choice.seed() != null) ? choice.seed().toString() : null);
		put(yield, "logprobs", (choice.logprobs() != null) ? choice.logprobs().tokens().size() : null);
		return yield;
	}

	private static @Nullable String usage(@Nullable IRUsage usage) {
		if (usage == null) {
			return null;
		}
		return usage.promptTokens() + " + " + usage.completionTokens() + " = " + usage.totalTokens()
				+ ((usage.cachedTokens() != null) ? ", cached " + usage.cachedTokens() : "")
				+ ((usage.reasoningTokens() != null) ? ", reasoning " + usage.reasoningTokens() : "");
	}

	private static String warning(IRWarning warning) {
		return warning.category() + " " + ((warning.field() != null) ? warning.field() : warning.message());
	}

	private static @Nullable String limits(@Nullable RateLimits limits) {
		if (limits == null) {
			return null;
		}
		StringBuilder text = new StringBuilder();
		append(text, "requests", limits.requests());
		append(text, "tokens", limits.tokens());
		text.append((limits.reset() != null) ? ", reset " + seconds(limits.reset()) : "");
		text.append((limits.retryAfter() != null) ? ", wait " + seconds(limits.retryAfter()) : "");
		return text.substring(2);
	}

	private static void append(StringBuilder text, String name, RateLimits.@Nullable Limit limit) {
		if (limit != null) {
			text.append(", ").append(name).append(' ').append(plain(limit.limit()));
			text.append(" left ").append(plain(limit.remaining()));
			if (limit.dynamicLimit() != null) {
				text.append(" dynamic ").append(plain(limit.dynamicLimit()));
				text.append(" left ").append(plain(limit.dynamicRemaining()));
			}
		}
	}

	private static String model(AIModel model) {
		return model.id() + ": " + model.type()
				+ ((model.contextLength() != null) ? ", context " + model.contextLength() : "")
				+ ((model.created() != null) ? ", created " + model.created().getEpochSecond() : "")
				+ ((model.pricing() != null) ? price(model) : "");
	}

	private static String price(AIModel model) {
		return ", " + plain(model.pricing().inputPerMillion()) + " in, " + plain(model.pricing().outputPerMillion())
				+ " out" + ((model.pricing().cachedInputPerMillion() != null)
						? ", " + plain(model.pricing().cachedInputPerMillion()) + " cached" : "");
	}

	private static @Nullable String seconds(@Nullable Duration duration) {
		return (duration != null) ? plain(duration.toNanos() / 1e9) : null;
	}

	private static String plain(@Nullable Double number) {
		return (number != null) ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString() : "?";
	}

	private static String shortened(String text) {
		return (text.length() <= SHORT) ? text
				: text.length() + " chars: " + text.substring(0, 30) + "…" + text.substring(text.length() - 20);
	}

	/** Enough to know the message; the rest is advice of the provider. */
	private static @Nullable String firstSentence(@Nullable String text) {
		return (text != null) ? text.split("(?<=\\.) ")[0] : null;
	}

	private static void put(Map<String, Object> yield, String name, @Nullable Object value) {
		boolean absent = value == null || value.equals("") || (value instanceof List<?> list && list.isEmpty());
		if (!absent) {
			yield.put(name, value);
		}
	}

}
