package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ModelPricing;

/**
 * {@code POST /images/generations}. Only what the caller set is sent, since models reject
 * parameters that they do not know.
 */
public final class ImageEndpoint {

	private final JsonCalls calls;

	private final @Nullable String defaultModel;

	public ImageEndpoint(JsonCalls calls, @Nullable String defaultModel) {
		this.calls = calls;
		this.defaultModel = defaultModel;
	}

	public Mono<IRImageResponse> generate(IRImageRequest request) {
		return Mono.defer(() -> {
			String model = RequestedModel.of(request.model(), this.defaultModel);
			List<IRWarning> warnings = new ArrayList<>(0);
			Map<String, @Nullable Object> body = SendableJson.of(body(model, request), warnings::add);
			ProviderRequest providerRequest = ProviderRequest
				.post(BackendCall.Operation.IMAGES, "/images/generations", model, body)
				.prompts(() -> List.of(request.prompt()))
				.warnings(warnings)
				.metadata(request.metadata())
				.deadlines(request.deadlines())
				.build();
			return this.calls.call(providerRequest, new ImageFormula(request), ImageEndpoint::read);
		});
	}

	/**
	 * Return the expected cost of images.
	 * @param request the request
	 * @param pricing the prices of the model
	 * @return the cost, or {@code null} if it is not known
	 */
	public static @Nullable IRCost cost(IRImageRequest request, ModelPricing pricing) {
		return new ImageFormula(request).cost(pricing);
	}

	private static Map<String, @Nullable Object> body(String model, IRImageRequest request) {
		if (request.prompt().isBlank()) {
			throw InvalidRequests.request("prompt", "must not be empty");
		}
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("model", model);
		body.put("prompt", request.prompt());
		body.put("width", request.width());
		body.put("height", request.height());
		body.put("steps", request.steps());
		body.put("n", request.n());
		body.put("seed", request.seed());
		body.put("negative_prompt", request.negativePrompt());
		body.put("guidance_scale", request.guidanceScale());
		body.put("image_url", request.imageUrl());
		body.put("reference_images", request.referenceImages().isEmpty() ? null : request.referenceImages());
		body.put("image_loras",
				request.loras().isEmpty() ? null : request.loras().stream().map(ImageEndpoint::lora).toList());
		body.put("response_format",
				(request.delivery() != null) ? request.delivery().name().toLowerCase(Locale.ROOT) : null);
		body.put("output_format", request.outputFormat());
		body.put("disable_safety_checker", request.disableSafetyChecker());
		body.values().removeIf((value) -> value == null);
		CustomFields.add(body, request.custom());
		return body;
	}

	private static Map<String, Object> lora(IRImageRequest.Lora lora) {
		return Map.of("path", lora.path(), "scale", lora.scale());
	}

	private static @Nullable IRImageResponse read(JsonNode root, IRMetadata metadata) {
		JsonNode data = root.path("data");
		if (!data.isArray()) {
			return null;
		}
		List<IRImageResponse.Image> images = new ArrayList<>();
		for (JsonNode image : data) {
			Integer index = Json.index(image.path("index"));
			images.add(new IRImageResponse.Image((index != null) ? index : images.size(), Json.text(image, "url"),
					Json.text(image, "b64_json"), Json.decimal(image.path("timings").get("inference"))));
		}
		return new IRImageResponse(images, metadata);
	}

}
