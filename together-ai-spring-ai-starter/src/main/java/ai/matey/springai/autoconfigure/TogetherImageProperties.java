package ai.matey.springai.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import ai.matey.springai.TogetherImageOptions;

/**
 * Options for image models. Only what is set is sent, since models reject parameters that
 * they do not know.
 *
 * @param model Model to use.
 * @param n Number of images to generate.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @param responseFormat Format in which images are returned: url or b64_json.
 * @param steps Number of generation steps.
 * @param seed Seed for repeatable images.
 * @param negativePrompt Description of what the images must not show.
 * @param guidanceScale How closely to follow the prompt, where a higher value is closer.
 * @param outputFormat File format: jpeg or png.
 * @param disableSafetyChecker Whether to disable the safety check of images.
 * @param customFields Additional fields, which are sent unchanged. Write names with an
 * underscore in brackets: "[my_field]". YAML keeps numbers and booleans, which are texts
 * elsewhere.
 * @since 0.1.0
 */
@ConfigurationProperties("spring.ai.together.image")
public record TogetherImageProperties(@Nullable String model, @Nullable Integer n, @Nullable Integer width,
		@Nullable Integer height, @Nullable String responseFormat, @Nullable Integer steps, @Nullable Long seed,
		@Nullable String negativePrompt, @Nullable Double guidanceScale, @Nullable String outputFormat,
		@Nullable Boolean disableSafetyChecker, @DefaultValue Map<String, Object> customFields) {

	TogetherImageOptions options() {
		return new TogetherImageOptions(this.model, this.n, this.width, this.height, this.responseFormat, this.steps,
				this.seed, this.negativePrompt, this.guidanceScale, null, List.of(), this.outputFormat,
				this.disableSafetyChecker, this.customFields);
	}

}
