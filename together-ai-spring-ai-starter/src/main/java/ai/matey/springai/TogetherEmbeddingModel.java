package ai.matey.springai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;

/**
 * Embedding model implementation for Together AI. Long lists of texts are sent in several
 * requests. Deadlines, retries and errors are those of the {@link Bridge}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherEmbeddingModel extends AbstractEmbeddingModel {

	private static final EmbeddingModelObservationConvention DEFAULT_CONVENTION = new DefaultEmbeddingModelObservationConvention();

	/** Models with a known number of dimensions. */
	private static final Map<String, Integer> KNOWN_DIMENSIONS = Map.of("BAAI/bge-base-en-v1.5", 768,
			"BAAI/bge-large-en-v1.5", 1024, "intfloat/multilingual-e5-large-instruct", 1024,
			"Alibaba-NLP/gte-modernbert-base", 768, "togethercomputer/m2-bert-80M-32k-retrieval", 768);

	private final Bridge bridge;

	private final TogetherEmbeddingOptions options;

	private final MetadataMode metadataMode;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EmbeddingModelObservationConvention observationConvention;

	private TogetherEmbeddingModel(Builder builder) {
		this.bridge = builder.bridge;
		this.options = builder.options;
		this.metadataMode = builder.metadataMode;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Create a new builder for an embedding model.
	 * @param bridge the bridge that makes the calls
	 * @return the builder
	 */
	public static Builder builder(Bridge bridge) {
		return new Builder(bridge);
	}

	/**
	 * Embed texts and wait for the vectors.
	 * @param request the texts, with options that override those of this model
	 * @return the vectors in the order of the texts
	 * @throws ai.matey.errors.AdapterException if the call fails
	 * @throws IllegalStateException if this thread must not block, such as one of an
	 * event loop
	 */
	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		TogetherEmbeddingOptions effective = this.options.with(request.getOptions());
		EmbeddingModelObservationContext context = EmbeddingModelObservationContext.builder()
			.embeddingRequest(new EmbeddingRequest(request.getInstructions(), effective))
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.build();
		Observation observation = EmbeddingModelObservationDocumentation.EMBEDDING_MODEL_OPERATION
			.observation(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry);
		return Calls.observe(observation, () -> {
			IREmbedRequest embed = request(request.getInstructions(), effective);
			EmbeddingResponse response = response(Calls.await(this.bridge.embed(embed), observation), effective);
			context.setResponse(response);
			return response;
		});
	}

	@Override
	public float[] embed(Document document) {
		return embed(Objects.requireNonNull(getEmbeddingContent(document)));
	}

	/**
	 * Return the content of a document to embed.
	 * @return the text, with the metadata selected by the metadata mode
	 */
	@Override
	public String getEmbeddingContent(Document document) {
		return document.getFormattedContent(this.metadataMode);
	}

	/**
	 * Return the number of dimensions. For unknown models, the first call embeds a short
	 * text to determine it.
	 */
	@Override
	public int dimensions() {
		if (this.options.dimensions() != null) {
			return this.options.dimensions();
		}
		String model = Objects.requireNonNullElse(this.options.model(), "");
		Integer known = KNOWN_DIMENSIONS.get(model);
		if (known != null) {
			return known;
		}
		int found = this.embeddingDimensions.get();
		if (found < 0) {
			found = dimensions(this, model, "Test");
			this.embeddingDimensions.set(found);
		}
		return found;
	}

	private static IREmbedRequest request(List<String> texts, TogetherEmbeddingOptions options) {
		Models.require(options.model(), "embedding");
		IREmbedRequest.Builder builder = IREmbedRequest.builder()
			.input(texts)
			.model(options.model())
			.dimensions(options.dimensions())
			.encoding(options.encoding())
			.maxBatchSize(options.maxBatchSize());
		DimensionStrategy strategy = options.dimensionStrategy();
		if (strategy != null) {
			builder.dimensionStrategy(strategy);
		}
		options.customFields().forEach(builder::custom);
		return builder.build();
	}

	private static EmbeddingResponse response(IREmbedResponse response, TogetherEmbeddingOptions options) {
		List<Embedding> embeddings = new ArrayList<>(response.embeddings().size());
		response.embeddings().forEach((vector) -> embeddings.add(new Embedding(vector.vector(), vector.index())));
		String responded = response.metadata().model();
		String model = (responded != null) ? responded : Objects.requireNonNullElse(options.model(), "");
		return new EmbeddingResponse(embeddings,
				new EmbeddingResponseMetadata(model,
						(response.usage() != null) ? ResponseMapper.usage(response.usage()) : new EmptyUsage(),
						new LinkedHashMap<>(ResponseMapper.properties(response.metadata()))));
	}

	/**
	 * Builder for a {@link TogetherEmbeddingModel}. Not thread-safe.
	 */
	public static final class Builder {

		private final Bridge bridge;

		private TogetherEmbeddingOptions options = TogetherEmbeddingOptions.builder().build();

		private MetadataMode metadataMode = MetadataMode.EMBED;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable EmbeddingModelObservationConvention observationConvention;

		private Builder(Bridge bridge) {
			this.bridge = Objects.requireNonNull(bridge, "bridge must not be null");
		}

		/**
		 * Set the default options, which a request can override.
		 * @param options the options; empty by default
		 * @return this builder
		 */
		public Builder options(TogetherEmbeddingOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set which metadata of documents to embed with their text.
		 * @param metadataMode the mode; by default {@link MetadataMode#EMBED}
		 * @return this builder
		 */
		public Builder metadataMode(MetadataMode metadataMode) {
			this.metadataMode = metadataMode;
			return this;
		}

		/**
		 * Set the registry for observations of calls.
		 * @param observationRegistry the registry; a no-op by default
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set the convention for observations.
		 * @param observationConvention the convention, or {@code null} for the one
		 * configured in the registry or, without one, Spring AI's default
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable EmbeddingModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 */
		public TogetherEmbeddingModel build() {
			return new TogetherEmbeddingModel(this);
		}

	}

}
