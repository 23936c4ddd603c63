package ai.matey.backend.together.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.AIModel;
import ai.matey.ir.ModelCapability;
import ai.matey.ir.ModelPricing;

/**
 * Reads the entries of {@code GET /models}. Together returns a bare array; compatible
 * servers may return an object with {@code data}.
 */
public final class ModelReader {

	private static final Set<String> KNOWN = Set.of("id", "object", "created", "type", "display_name", "organization",
			"context_length", "pricing");

	private static final long MAX_SECONDS = Instant.MAX.getEpochSecond();

	private ModelReader() {
	}

	public static @Nullable List<AIModel> read(JsonNode root) {
		JsonNode entries = root.isArray() ? root : root.path("data");
		if (!entries.isArray()) {
			return null;
		}
		List<AIModel> models = new ArrayList<>(entries.size());
		for (JsonNode entry : entries) {
			String id = Json.text(entry, "id");
			if (id != null && !id.isEmpty()) {
				models.add(model(id, entry));
			}
		}
		return models;
	}

	private static AIModel model(String id, JsonNode entry) {
		String name = Json.text(entry, "display_name");
		Long created = Json.integer(entry, "created");
		Long contextLength = Json.integer(entry, "context_length");
		Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
		entry.properties().forEach((field) -> {
			if (!KNOWN.contains(field.getKey())) {
				metadata.put(field.getKey(), Json.value(field.getValue()));
			}
		});
		String type = Json.text(entry, "type");
		return new AIModel(id, (name != null && !name.isBlank()) ? name : id, type,
				(created != null && created > 0 && created <= MAX_SECONDS) ? Instant.ofEpochSecond(created) : null,
				Json.text(entry, "organization"),
				(contextLength != null && contextLength > 0 && contextLength <= Integer.MAX_VALUE)
						? Integer.valueOf(contextLength.intValue()) : null,
				capabilities(type, entry.path("config")), pricing(entry.path("pricing")), metadata);
	}

	/**
	 * The list contains no capabilities; whether a chat template handles tools, images or
	 * reasoning is a good hint.
	 */
	private static Set<ModelCapability> capabilities(@Nullable String type, JsonNode config) {
		EnumSet<ModelCapability> capabilities = EnumSet.noneOf(ModelCapability.class);
		switch ((type != null) ? type : "") {
			case "chat" -> capabilities.add(ModelCapability.CHAT);
			case "language", "code" -> capabilities.add(ModelCapability.COMPLETION);
			case "embedding" -> capabilities.add(ModelCapability.EMBEDDING);
			case "rerank" -> capabilities.add(ModelCapability.RERANK);
			case "image" -> capabilities.add(ModelCapability.IMAGE_GENERATION);
			case "audio" -> capabilities.add(ModelCapability.AUDIO);
			case "video" -> capabilities.add(ModelCapability.VIDEO);
			case "transcribe" -> capabilities.add(ModelCapability.TRANSCRIPTION);
			case "moderation" -> capabilities.add(ModelCapability.MODERATION);
			default -> {
			}
		}
		String template = Json.text(config, "chat_template");
		if (template != null && capabilities.contains(ModelCapability.CHAT)) {
			addIf(capabilities, ModelCapability.TOOLS, template.contains("tools"));
			addIf(capabilities, ModelCapability.VISION, template.contains("image"));
			addIf(capabilities, ModelCapability.REASONING,
					template.contains("think") || template.contains("reasoning"));
		}
		return capabilities;
	}

	private static void addIf(Set<ModelCapability> capabilities, ModelCapability capability, boolean condition) {
		if (condition) {
			capabilities.add(capability);
		}
	}

	private static @Nullable ModelPricing pricing(JsonNode pricing) {
		if (!pricing.isObject()) {
			return null;
		}
		return new ModelPricing(Json.decimal(pricing.get("input")), Json.decimal(pricing.get("output")),
				Json.decimal(pricing.get("cached_input")), Json.map(pricing));
	}

}
